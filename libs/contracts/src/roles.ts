import * as z from 'zod';

/** A member's role in an organisation, the mightiest first. */
export const ROLES = ['owner', 'admin', 'member', 'viewer'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;
