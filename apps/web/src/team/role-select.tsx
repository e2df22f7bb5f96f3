import type { ComponentProps } from 'react';
import type { Role } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';
import { Select } from '../ui/field.tsx';

const t = texts.team;
const ROLES: readonly Role[] = ['OWNER', 'ADMIN', 'MEMBER', 'VIEWER'];

/** @param grants the role of who chooses: only owners make owners */
export function RoleSelect({
  grants,
  ...select
}: { readonly grants: Role | null } & Omit<ComponentProps<typeof Select>, 'children'>) {
  return (
    <Select {...select}>
      {ROLES.filter((role) => role !== 'OWNER' || grants === 'OWNER' || select.value === 'OWNER').map((role) => (
        <option key={role} value={role} title={t.rolesMean[role]}>
          {t.roles[role]}
        </option>
      ))}
    </Select>
  );
}
