import type { ReactNode } from 'react';
import { developerTexts } from '../texts/developer-texts.ts';
import { PageHeading } from '../ui/heading.tsx';
import { SubNavigation } from '../ui/sub-navigation.tsx';

const t = developerTexts;

const PAGES = [
  { href: '/developers', label: t.pages.api },
  { href: '/developers/keys', label: t.pages.keys },
  { href: '/developers/webhooks', label: t.pages.webhooks },
];

/** What is around every page for who writes programs. */
export function DevelopersFrame({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <PageHeading title={t.title} />
      <SubNavigation label={t.title} pages={PAGES} />
      {children}
    </>
  );
}
