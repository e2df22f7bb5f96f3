import { cx } from './cx.ts';

/** How much is done. Without `of` nobody knows yet. */
export function Progress({
  label,
  value,
  of,
  className,
}: {
  readonly label: string;
  readonly value?: number | undefined;
  readonly of?: number | undefined;
  readonly className?: string;
}) {
  const isKnown = value !== undefined && of !== undefined && of > 0;
  return (
    <progress
      aria-label={label}
      className={cx('bar block w-full', !isKnown && 'animate-pulse', className)}
      {...(isKnown && { value, max: of })}
    />
  );
}
