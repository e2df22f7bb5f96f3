import * as z from 'zod';
import { OrganizationId, UserId } from './ids.ts';

/** The channel of Postgres' NOTIFY on which triggers announce what has changed (libs/db/migrations). The API listens once and fans out. */
export const CHANGES_CHANNEL = 'facet_changes';

/** What is announced, by the name of its type in the API. A session has none: its end is news for who watches with it. */
const CHANGING_KINDS = [
  'ApiKey',
  'AuditEvent',
  'BoardDraft',
  'Composition',
  'Grid',
  'Image',
  'Inversion',
  'Invitation',
  'Library',
  'LibraryGrant',
  'LibraryOffer',
  'Member',
  'Organization',
  'Output',
  'Session',
  'Token',
  'Usage',
  'User',
  'Webhook',
  'WebhookDelivery',
] as const;

/** Things of one kind that one statement has changed, for those who see the same of them. It says which, and not what they are now. */
export const ChangeEvent = z.strictObject({
  /** Null for a session. */
  organizationId: OrganizationId.nullable(),
  kind: z.enum(CHANGING_KINDS),
  change: z.enum(['created', 'changed', 'deleted']),
  ids: z.array(z.string()).min(1),
  /** Who sees them, or saw them before; null: only the users. */
  audience: z.enum(['members', 'administrators']).nullable(),
  /** To whom they are something else than to the others, or nothing to the others. */
  userIds: z.array(UserId),
});
export type ChangeEvent = z.infer<typeof ChangeEvent>;
