import { monthName } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';

const t = texts.team.usage;
const MONTHS = 12;
const HEIGHT = 48;
const STEP = 20;
const GAP = 6;

interface MonthOfUse {
  /** Such as 2026-01. */
  readonly month: string;
  readonly used: number;
  readonly text: string;
}

/** A bar for each month, this one last; as a table for who cannot see it. Not a picture of a chart library: twelve rectangles. */
export function UsagePlot({ label, months }: { readonly label: string; readonly months: readonly MonthOfUse[] }) {
  const shown = months.slice(-MONTHS);
  const most = Math.max(1, ...shown.map(({ used }) => used));
  return (
    <div className="mt-5">
      <svg
        viewBox={`0 0 ${shown.length * STEP - GAP} ${HEIGHT}`}
        className="h-16 w-full"
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {shown.map(({ month, used, text }, index) => {
          const height = Math.max(1.5, (used / most) * HEIGHT);
          return (
            <rect
              key={month}
              x={index * STEP}
              y={HEIGHT - height}
              width={STEP - GAP}
              height={height}
              className={cx(index === shown.length - 1 ? 'fill-accent' : 'fill-edge/40')}
            >
              <title>{`${monthName(month)}: ${text}`}</title>
            </rect>
          );
        })}
      </svg>
      <table className="sr-only">
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">{t.month}</th>
            <th scope="col">{t.used}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ month, text }) => (
            <tr key={month}>
              <th scope="row">{monthName(month)}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-1 flex justify-between text-xs text-muted" aria-hidden="true">
        <span>{monthName(shown[0]!.month)}</span>
        {shown.length > 1 && <span>{monthName(shown.at(-1)!.month)}</span>}
      </p>
    </div>
  );
}
