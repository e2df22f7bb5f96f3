import { percent } from '../texts/format.ts';
import type { TokenCardFragment } from './token-card.graphql.ts';

type Palette = TokenCardFragment['palette'];

/** Colours side by side, each as wide as its share. */
export function Swatches({
  palette,
  className,
}: {
  readonly palette: Palette;
  readonly className?: string | undefined;
}) {
  const total = palette.reduce((sum, { share }) => sum + share, 0);
  let from = 0;
  return (
    <svg viewBox="0 0 100 100" preserveAspectRatio="none" className={className} aria-hidden="true">
      {palette.map(({ name, hex, share }) => {
        const width = (share / total) * 100;
        const x = from;
        from += width;
        return <rect key={name} x={x} y="0" width={width} height="100" fill={hex ?? name} />;
      })}
    </svg>
  );
}

/** The same with names and codes. */
export function PaletteList({ palette }: { readonly palette: Palette }) {
  return (
    <ul className="flex flex-wrap gap-2">
      {palette.map(({ name, hex, share }) => (
        <li key={name} className="flex items-center gap-2 rounded-md border py-1 pr-2.5 pl-1 text-sm">
          <svg viewBox="0 0 1 1" className="size-6 rounded-sm" aria-hidden="true">
            <rect width="1" height="1" fill={hex ?? name} />
          </svg>
          <span className="font-medium">{name}</span>
          {hex && <code className="font-sans text-muted uppercase">{hex}</code>}
          <span className="text-muted tabular-nums">{percent(share)}</span>
        </li>
      ))}
    </ul>
  );
}
