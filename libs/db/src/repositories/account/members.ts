import type { Role, UserId } from '@facet/contracts';
import { and, desc, eq, inArray, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { invitation, member, user } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';

const userColumns = {
  id: user.id,
  name: user.name,
  email: user.email,
  image: user.image,
  createdAt: user.createdAt,
};

export type User = Pick<typeof user.$inferSelect, keyof typeof userColumns>;

export type Member = typeof member.$inferSelect;

/** Members of the organisation, by user id; strangers and former members are missing. */
export const getUsers = (transaction: OrganizationTransaction, ids: readonly UserId[]): Promise<User[]> =>
  transaction.sql
    .select(userColumns)
    .from(user)
    .where(inArray(user.id, [...ids]));

/** Undefined for who is no member. */
export async function roleOf(transaction: OrganizationTransaction, userId: UserId): Promise<Role | undefined> {
  const [row] = await transaction.sql
    .select({ role: member.role })
    .from(member)
    .where(own(transaction, member, eq(member.userId, userId)));
  return row?.role as Role | undefined;
}

export function listMembers(transaction: OrganizationTransaction, request: PageRequest): Promise<Page<Member>> {
  return readPage<Member>(
    transaction,
    {
      purpose: ['members'],
      ...newestFirst(member),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(member)
          .where(and(own(transaction, member), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

/** Rows of these ids, in no order. */
export const getMembers = (transaction: OrganizationTransaction, ids: readonly string[]): Promise<Member[]> =>
  transaction.sql
    .select()
    .from(member)
    .where(own(transaction, member, inArray(member.id, [...ids])));

export const countMembers = (transaction: OrganizationTransaction): Promise<number> =>
  transaction.sql.$count(member, own(transaction, member));

export type Invitation = typeof invitation.$inferSelect;

const isOpen = (transaction: OrganizationTransaction, ...more: SQL[]): SQL | undefined =>
  own(transaction, invitation, eq(invitation.status, 'pending'), ...more);

/** Those of these ids that are still open, in no order. */
export const getInvitations = (transaction: OrganizationTransaction, ids: readonly string[]): Promise<Invitation[]> =>
  transaction.sql
    .select()
    .from(invitation)
    .where(isOpen(transaction, inArray(invitation.id, [...ids])));

/** Invitations that are still open, newest first. */
export const listInvitations = (transaction: OrganizationTransaction): Promise<Invitation[]> =>
  transaction.sql.select().from(invitation).where(isOpen(transaction)).orderBy(desc(invitation.createdAt));
