import Link from 'next/link';
import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { Logo } from '../ui/logo.tsx';
import { OutlineFilter } from '../ui/outline-filter.tsx';
import { ToastPlace } from '../ui/toast-place.tsx';
import { AccountMenu } from './account-menu.tsx';
import { ConnectionBanner } from './connection-banner.tsx';
import { KeepFocus } from './keep-focus.tsx';
import { BottomNavigation, SideNavigation } from './navigation.tsx';
import { OrganizationMenu } from './organization-menu.tsx';
import type { Viewer } from './read-viewer.ts';
import { SessionOver } from './session-over.tsx';

/** What is around every page of somebody who is signed in. */
export function Shell({ viewer, children }: { readonly viewer: Viewer; readonly children: ReactNode }) {
  const { user, organization, organizations } = viewer;
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 text-sm font-medium text-on-accent focus:translate-y-0"
      >
        {texts.skip}
      </a>
      <aside className="fixed inset-y-0 left-0 z-30 hidden w-60 flex-col gap-5 border-r px-3 py-4 md:flex">
        <Link href="/" className="flex items-center gap-2.5 px-2 text-lg font-semibold tracking-tight">
          <Logo className="size-6" />
          {texts.name}
        </Link>
        <OrganizationMenu {...{ organization, organizations }} />
        <SideNavigation />
        <div className="mt-auto">
          <AccountMenu user={user} />
        </div>
      </aside>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b bg-canvas px-3 md:hidden">
        <Link href="/" aria-label={texts.navigation.home} className="px-1">
          <Logo className="size-6" />
        </Link>
        <div className="min-w-0 flex-1">
          <OrganizationMenu {...{ organization, organizations }} />
        </div>
        <AccountMenu user={user} isNarrow />
      </header>
      <main id="content" tabIndex={-1} className="px-4 pt-5 pb-24 outline-none md:ml-60 md:px-8 md:pt-8 md:pb-12">
        <ConnectionBanner />
        {children}
      </main>
      <BottomNavigation />
      <OutlineFilter />
      <KeepFocus />
      <SessionOver email={user.email} />
      <ToastPlace closeLabel={texts.close} />
    </>
  );
}
