import { OrganizationId, UserId } from '@facet/contracts';
import { recordAudit, type Database } from '@facet/db';
import * as z from 'zod';

const Joined = z
  .object({ member: z.object({ id: z.string(), organizationId: OrganizationId, userId: UserId }) })
  .transform(({ member }) => member);

/** Writes into the audit log of an organisation that somebody has joined it; all else goes through GraphQL. */
export async function noteMembership(database: Database, path: string, returned: unknown): Promise<void> {
  if (path !== '/organization/accept-invitation') return;
  const joined = Joined.safeParse(returned);
  // Refusals are no members.
  if (!joined.success) return;
  const { id, organizationId, userId } = joined.data;
  const event = { action: 'member.join', subjectKind: 'member', subjectId: id };
  await database.withOrganization(organizationId, (t) => recordAudit(t, { kind: 'user', id: userId }, event));
}
