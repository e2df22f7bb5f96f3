import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';
import { AttributeIcon } from '../attributes/attribute-label.tsx';
import { percent } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';

export interface Rate {
  readonly token: Attribute;
  readonly factor: Attribute;
  readonly rate: number;
  readonly base: number | null;
}

const t = texts.token;

/**
 * How often each token alone brings each attribute of the picture: a row for each token. A table for who cannot see it; each cell's
 * colour is its share, which stands in it, too.
 */
export function HeatMap({
  rates,
  isWhole = false,
  marked,
}: {
  readonly rates: readonly Rate[];
  /** Whether there are four tokens, also while not all of their rates have been read. */
  readonly isWhole?: boolean;
  readonly marked?: Attribute | undefined;
}) {
  const at = (token: Attribute, factor: Attribute): Rate | undefined =>
    rates.find((each) => each.token === token && each.factor === factor);
  const rows = ATTRIBUTES.filter((token) => isWhole || rates.some((each) => each.token === token));
  return (
    <table className="w-full table-fixed border-separate border-spacing-1 text-sm">
      <caption className="sr-only">{t.reportTable}</caption>
      <thead>
        <tr>
          <td className="w-[22%]" />
          {ATTRIBUTES.map((factor) => (
            <th key={factor} scope="col" className="pb-1 text-xs font-medium text-muted">
              {texts.attributes[factor]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((token) => (
          <tr key={token} className={cx('rounded-md', token === marked && 'outline-2 outline-offset-1 outline-ink')}>
            <th
              scope="row"
              className={cx('text-left text-xs font-medium', token === marked ? 'text-ink' : 'text-muted')}
            >
              <span className="flex items-center gap-1.5">
                <AttributeIcon attribute={token} className="size-3.5" />
                {texts.attributes[token]}
              </span>
            </th>
            {ATTRIBUTES.map((factor) => {
              const cell = at(token, factor);
              return (
                <td
                  key={factor}
                  title={
                    cell &&
                    t.reportCell(
                      texts.attributes[token],
                      texts.attributes[factor].toLowerCase(),
                      percent(cell.rate),
                      cell.base === null ? null : percent(cell.base),
                    )
                  }
                  className="p-0"
                >
                  <Cell rate={cell?.rate} isOwn={token === factor} />
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Steps of colour that text can be read on, in light and dark. */
const OWN = [
  'bg-accent/8',
  'bg-accent/20',
  'bg-accent/35',
  'bg-accent text-on-accent',
  'bg-accent text-on-accent',
] as const;
const OTHER = ['bg-sunken', 'bg-warn/12', 'bg-warn/22', 'bg-warn/35', 'bg-warn text-canvas'] as const;

function Cell({ rate, isOwn }: { readonly rate: number | undefined; readonly isOwn: boolean }) {
  const steps = isOwn ? OWN : OTHER;
  const step = rate === undefined ? undefined : steps[Math.min(steps.length - 1, Math.floor(rate * steps.length))];
  return (
    <div
      className={cx('grid h-11 place-items-center rounded-md text-sm font-medium tabular-nums', step ?? 'bg-sunken')}
    >
      {rate === undefined ? '–' : percent(rate)}
    </div>
  );
}
