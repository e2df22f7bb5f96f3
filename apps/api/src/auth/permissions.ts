import type { Role } from '@facet/contracts';

/**
 * What a request may do. `read`: see what the organisation shares. `write`: pictures, runs, libraries, tokens. `administer`:
 * grants to other organisations, webhooks, API keys, members, the audit log. An API key has some of them, a member those of
 * the role.
 */
export const PERMISSIONS = ['read', 'write', 'administer'] as const;
export type Permission = (typeof PERMISSIONS)[number];

const OF_ROLE: Record<Role, readonly Permission[]> = {
  owner: PERMISSIONS,
  admin: PERMISSIONS,
  member: ['read', 'write'],
  viewer: ['read'],
};

export const permissionsOf = (role: Role): ReadonlySet<Permission> => new Set(OF_ROLE[role]);
