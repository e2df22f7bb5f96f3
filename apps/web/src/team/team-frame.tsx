import type { ReactNode } from 'react';
import { texts } from '../texts/texts.ts';
import { PageHeading } from '../ui/heading.tsx';
import { SubNavigation } from '../ui/sub-navigation.tsx';

const t = texts.team;

const PAGES = [
  { href: '/team', label: t.pages.members },
  { href: '/team/sharing', label: t.pages.sharing },
  { href: '/team/usage', label: t.pages.usage },
  { href: '/team/activity', label: t.pages.activity },
  { href: '/team/organization', label: t.pages.organization },
];

/** What is around every page about the organisation. */
export function TeamFrame({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <PageHeading title={t.title} />
      <SubNavigation label={t.title} pages={PAGES} />
      {children}
    </>
  );
}
