import { cx } from './cx.ts';

/** The first letter of somebody's name, whose name stands beside it. */
export function Avatar({ name, isLarge = false }: { readonly name: string; readonly isLarge?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'grid shrink-0 place-items-center rounded-full bg-ink font-semibold text-canvas uppercase',
        isLarge ? 'size-12 text-lg' : 'size-8 text-xs',
      )}
    >
      {[...name][0]}
    </span>
  );
}
