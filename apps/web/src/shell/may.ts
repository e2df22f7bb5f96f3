import type { Role } from '../graphql/schema.ts';

/** What the API lets who has this role do; it decides, and pages only leave out what would be refused. */
export const mayAdminister = (role: Role | null): boolean => role === 'OWNER' || role === 'ADMIN';
export const mayWrite = (role: Role | null): boolean => role !== null && role !== 'VIEWER';
