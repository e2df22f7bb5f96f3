'use client';
import { ChevronsUpDown } from 'lucide-react';
import { texts } from '../texts/texts.ts';
import { Menu, MenuChoices } from '../ui/menu.tsx';
import { OrganizationMark } from './organization-mark.tsx';
import type { Viewer } from './read-viewer.ts';
import { switchOrganization } from './switch-organization.ts';

const t = texts.navigation;

export function OrganizationMenu({ organization, organizations }: Pick<Viewer, 'organization' | 'organizations'>) {
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={t.switchOrganization(organization.name)}
          className="flex h-11 w-full min-w-0 items-center gap-2.5 rounded-md px-2 text-left transition-colors hover:bg-sunken"
        >
          <OrganizationMark name={organization.name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-sm font-semibold">{organization.name}</span>
            {organization.isPersonal && <span className="block text-xs text-muted">{t.personal}</span>}
          </span>
          <ChevronsUpDown className="size-4 shrink-0 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <MenuChoices
        label={t.organization}
        value={organization.id}
        choices={organizations.map(({ organization: { id, name, isPersonal } }) => ({
          value: id,
          label: (
            <>
              <OrganizationMark name={name} />
              <span className="min-w-0 truncate">{name}</span>
              {isPersonal && <span className="text-xs text-muted">{t.personal}</span>}
            </>
          ),
        }))}
        onChoose={(id) => void (id !== organization.id && switchOrganization(id))}
      />
    </Menu>
  );
}
