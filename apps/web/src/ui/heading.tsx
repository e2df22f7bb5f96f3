import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** The head of a page: what it is, how much there is, and what can be done. */
export function PageHeading({
  title,
  hasNames = false,
  note,
  actions,
}: {
  readonly title: string;
  /**
   * Whether somebody's names are in the title. On a phone what can be done then stands below it: whether both fit beside each other would be
   * known only when the font has come, and it would move.
   */
  readonly hasNames?: boolean;
  readonly note?: ReactNode;
  readonly actions?: ReactNode;
}) {
  return (
    <header className="mb-6 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="min-w-0">
        <h1 className="truncate text-2xl">{title}</h1>
        {note && <div className="mt-1 text-base text-muted">{note}</div>}
      </div>
      {actions && (
        <div className={cx('flex flex-wrap items-center gap-2', hasNames && 'max-sm:basis-full')}>{actions}</div>
      )}
    </header>
  );
}
