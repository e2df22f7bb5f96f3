import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

/** Nothing is here yet: says what will be, and how it comes to be. */
export function Empty({
  icon: Icon,
  title,
  children,
  action,
  isPage = false,
}: {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  /** It is all that there is on the page, and so its title is the page's; it begins at the left, where nothing moves as the page comes. */
  readonly isPage?: boolean;
}) {
  const Title = isPage ? 'h1' : 'h2';
  return (
    <div
      className={cx(
        'flex flex-col rounded-xl border border-dashed border-line px-6 py-16',
        isPage ? 'items-start sm:px-16' : 'items-center text-center',
      )}
    >
      <span className="mb-4 grid size-12 place-items-center rounded-full bg-sunken text-muted">
        <Icon className="size-5" aria-hidden="true" />
      </span>
      <Title className="text-lg">{title}</Title>
      {children && <p className="mt-1.5 max-w-md text-base text-pretty text-muted">{children}</p>}
      {action && <div className="mt-6 flex flex-wrap gap-3">{action}</div>}
    </div>
  );
}
