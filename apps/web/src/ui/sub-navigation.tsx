'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { cx } from './cx.ts';

/** The pages of one topic, side by side. */
export function SubNavigation({
  label,
  pages,
}: {
  readonly label: string;
  readonly pages: readonly { readonly href: string; readonly label: string }[];
}) {
  const path = usePathname();
  // The longest address that this page is below of.
  const current = pages
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .toSorted((one, other) => other.href.length - one.href.length)[0];
  return (
    <nav aria-label={label} className="-mx-4 mb-6 overflow-x-auto border-b px-4 [scrollbar-width:none] md:mx-0 md:px-0">
      <ul className="flex gap-5">
        {pages.map((page) => (
          <li key={page.href}>
            <Link
              href={page.href}
              aria-current={page === current ? 'page' : undefined}
              className={cx(
                '-mb-px flex h-10 items-center border-b-2 text-sm font-medium whitespace-nowrap transition-colors focus-visible:-outline-offset-2',
                page === current ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
              )}
            >
              {page.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
