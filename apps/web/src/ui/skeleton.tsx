import { cx } from './cx.ts';

/** The place of something that is on its way. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden="true" data-skeleton="" className={cx('animate-pulse rounded-md bg-sunken', className)} />;
}
