'use client';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { ComponentProps, ReactElement } from 'react';
import { texts } from '../texts/texts.ts';
import { Menu, MenuChoices, MenuItem, MenuLine } from '../ui/menu.tsx';
import { OrganizationMark } from './organization-mark.tsx';
import type { Viewer } from './read-viewer.ts';
import { switchOrganization } from './switch-organization.ts';

const t = texts.navigation;

export function OrganizationChoices({
  trigger,
  organization,
  organizations,
}: Pick<Viewer, 'organization' | 'organizations'> & { readonly trigger: ReactElement<ComponentProps<'button'>> }) {
  const router = useRouter();
  return (
    <Menu trigger={trigger}>
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
      <MenuLine />
      <MenuItem onChoose={() => router.push('/new-team')}>
        <Plus aria-hidden="true" />
        {t.newTeam}
      </MenuItem>
    </Menu>
  );
}
