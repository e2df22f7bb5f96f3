'use client';
import { ChevronsUpDown } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { MenuButton } from '../ui/menu-button.tsx';
import { OrganizationMark } from './organization-mark.tsx';
import type { Viewer } from './read-viewer.ts';

const t = texts.navigation;

/** In which of one's organisations this page is, and the way to the others. */
export function OrganizationMenu({ organization, organizations }: Pick<Viewer, 'organization' | 'organizations'>) {
  return (
    <MenuButton
      load={async () => {
        const { OrganizationChoices } = await import('./organization-choices.tsx');
        return ({ trigger }) => <OrganizationChoices {...{ trigger, organization, organizations }} />;
      }}
      button={
        <button
          type="button"
          className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-sunken"
        >
          <OrganizationMark name={organization.name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-semibold">{organization.name}</span>
            {organization.isPersonal && <span className="block text-xs text-muted">{t.personal}</span>}
          </span>
          <span className="sr-only">{t.switchOrganization}</span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
        </button>
      }
    />
  );
}
