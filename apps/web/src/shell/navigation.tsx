'use client';
import type { LucideIcon } from 'lucide-react';
import Link, { useLinkStatus } from 'next/link';
import { usePathname } from 'next/navigation';
import { texts } from '../texts/texts.ts';
import { cx } from '../ui/cx.ts';
import { DESTINATIONS, isAt, MORE_DESTINATIONS } from './destinations.ts';

/** In the sidebar. */
export function SideNavigation() {
  return (
    <div className="space-y-6">
      <Links label={texts.navigation.label} destinations={DESTINATIONS} />
      <Links label={texts.navigation.more} destinations={MORE_DESTINATIONS} />
    </div>
  );
}

function Links({ label, destinations }: { readonly label: string; readonly destinations: typeof DESTINATIONS }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="space-y-0.5">
      {destinations.map(({ href, label, icon: Icon }) => {
        const isCurrent = isAt(path, href);
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={cx(
              'flex h-9 items-center gap-3 rounded-md px-3 text-base font-medium transition-colors',
              isCurrent ? 'bg-surface text-ink shadow-card' : 'text-muted hover:bg-sunken hover:text-ink',
            )}
          >
            <Mark icon={Icon} className={cx('size-4.5', isCurrent && 'text-accent')} />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}

/** A page that takes a while to come says that it is on its way. */
function Mark({ icon: Icon, className }: { readonly icon: LucideIcon; readonly className: string }) {
  const { pending } = useLinkStatus();
  return <Icon className={cx(className, pending && 'animate-pulse text-accent')} aria-hidden="true" />;
}

/** At the bottom of a small screen, within reach of a thumb. */
export function BottomNavigation() {
  const path = usePathname();
  return (
    <nav
      aria-label={texts.navigation.label}
      className="fixed inset-x-0 bottom-0 z-30 grid h-16 grid-cols-5 border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {DESTINATIONS.map(({ href, label, icon: Icon }) => {
        const isCurrent = isAt(path, href);
        return (
          <Link
            key={href}
            href={href}
            aria-current={isCurrent ? 'page' : undefined}
            className={cx(
              'flex flex-col items-center justify-center gap-1 text-xs font-medium',
              isCurrent ? 'text-accent' : 'text-muted',
            )}
          >
            <Mark icon={Icon} className="size-5" />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
