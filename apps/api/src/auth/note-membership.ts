import { OrganizationId, UserId } from '@facet/contracts';
import { recordAudit, type Database } from '@facet/db';
import * as z from 'zod';

const Member = z.object({ id: z.string(), organizationId: OrganizationId, userId: UserId });

/** What people do about their own membership by better-auth's addresses, and what comes back; all else goes through GraphQL. */
const NOTED: Record<string, { readonly action: string; readonly answer: z.ZodType<z.infer<typeof Member>> }> = {
  '/organization/accept-invitation': {
    action: 'member.join',
    answer: z.object({ member: Member }).transform(({ member }) => member),
  },
  '/organization/leave': { action: 'member.leave', answer: Member },
};

/** Writes it into the audit log of the organisation, once it has happened. */
export async function noteMembership(database: Database, path: string, returned: unknown): Promise<void> {
  const noted = NOTED[path];
  const answer = noted?.answer.safeParse(returned);
  // Refusals are no members.
  if (!answer?.success) return;
  const { id, organizationId, userId } = answer.data;
  const event = { action: noted!.action, subjectKind: 'member', subjectId: id };
  await database.withOrganization(organizationId, (t) => recordAudit(t, { kind: 'user', id: userId }, event));
}
