import type { Role, UserId } from '@facet/contracts';
import { and, asc, eq, or } from 'drizzle-orm';
import { asSystem } from '../../connection/reader.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { boardDraft, invitation, member, organization, tokenFavorite } from '../../schema/index.ts';
import { handOverPrivateLibraries } from './hand-over.ts';
import { own } from '../rows/conditions.ts';
import type { Actor } from '../account/actor.ts';
import { recordAudit } from '../account/audit.ts';
import type { Member } from '../account/members.ts';
import { endLinksOf } from '../run/output-links.ts';

type Person = Actor & { readonly kind: 'user' };

/**
 * Gives a member another role. Whoever had more before loses the invitations that nobody has answered, and whoever may only read from now on
 * their public links. Two who do this to each other take turns, and the second is refused.
 * Throws `not-found`, `forbidden`, and `wrong-state` for the last owner and for the person of a personal organisation.
 */
export async function changeRole(
  transaction: OrganizationTransaction,
  actor: Person,
  memberId: string,
  role: Role,
): Promise<Member> {
  const { target, owners } = await holdMembers(transaction, memberId);
  checkRank(actor, await roleNow(transaction, actor), target, [target.role as Role, role]);
  if (role !== 'owner') await checkOwnersRemain(transaction, target, owners);
  const [row] = await transaction.sql
    .update(member)
    .set({ role })
    .where(own(transaction, member, eq(member.id, memberId)))
    .returning();
  if (RANKS[role] < RANKS[target.role as Role]) await takeBackInvitations(transaction, target.userId);
  if (role === 'viewer') await endLinksOf(transaction, actor, target.userId);
  const detail = { from: target.role, to: role };
  await recordAudit(transaction, actor, { action: 'member.role', subjectKind: 'member', subjectId: memberId, detail });
  return row!;
}

/**
 * Ends a membership, by who administers the organisation or by the member. What the person made stays; private libraries go to an owner, and
 * API keys work again only once an owner takes them over. Throws as `changeRole` does.
 */
export async function endMembership(
  transaction: OrganizationTransaction,
  actor: Person,
  memberId: string,
): Promise<void> {
  const { target, owners } = await holdMembers(transaction, memberId);
  const isLeaving = target.userId === actor.id;
  if (!isLeaving) checkRank(actor, await roleNow(transaction, actor), target, [target.role as Role]);
  await checkOwnersRemain(transaction, target, owners);
  // Whoever removes somebody does not see what is private to them.
  const heir = owners.find(({ userId }) => userId === actor.id && !isLeaving) ?? owners.find(isNot(target))!;
  await asSystem(transaction, () => handOverPrivateLibraries(transaction, actor, target.userId, heir.userId));
  await takeBackInvitations(transaction, target.userId);
  await endLinksOf(transaction, actor, target.userId);
  await transaction.sql.delete(boardDraft).where(own(transaction, boardDraft, eq(boardDraft.userId, target.userId)));
  await transaction.sql
    .delete(tokenFavorite)
    .where(own(transaction, tokenFavorite, eq(tokenFavorite.userId, target.userId)));
  await transaction.sql.delete(member).where(own(transaction, member, eq(member.id, memberId)));
  const action = isLeaving ? 'member.leave' : 'member.remove';
  await recordAudit(transaction, actor, { action, subjectKind: 'member', subjectId: memberId });
}

/** The membership of a user. Throws `not-found`. */
export async function requireMembership(transaction: OrganizationTransaction, userId: UserId): Promise<Member> {
  const [row] = await transaction.sql
    .select()
    .from(member)
    .where(own(transaction, member, eq(member.userId, userId)));
  if (!row) throw notFound('member', userId);
  return row;
}

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, member: 1, admin: 2, owner: 3 };

const isNot =
  ({ id }: Member) =>
  (other: Member): boolean =>
    other.id !== id;

/** The member, and all owners, the oldest first; nobody else changes any of them until the transaction ends. */
async function holdMembers(transaction: OrganizationTransaction, memberId: string) {
  const rows = await transaction.sql
    .select()
    .from(member)
    .where(own(transaction, member, or(eq(member.role, 'owner'), eq(member.id, memberId))))
    .orderBy(asc(member.createdAt), asc(member.id))
    .for('update');
  const target = rows.find(({ id }) => id === memberId);
  if (!target) throw notFound('member', memberId);
  return { target, owners: rows.filter(({ role }) => role === 'owner') };
}

/** What the actor is now, not when the request began. */
async function roleNow(transaction: OrganizationTransaction, { id }: Person): Promise<Role | undefined> {
  const [row] = await transaction.sql
    .select({ role: member.role })
    .from(member)
    .where(own(transaction, member, eq(member.userId, id)));
  return row?.role as Role | undefined;
}

/** Nobody gives or takes what is above themselves, and only administrators give and take. */
function checkRank(actor: Person, role: Role | undefined, target: Member, roles: readonly Role[]): void {
  const isDown = target.userId === actor.id && role !== undefined;
  const rank = role === undefined ? -1 : RANKS[role];
  if ((rank >= RANKS.admin || isDown) && roles.every((each) => RANKS[each] <= rank)) return;
  throw new DatabaseError('forbidden', `Your role ${role ?? 'none'} does not allow this. Ask an owner.`);
}

async function checkOwnersRemain(
  transaction: OrganizationTransaction,
  target: Member,
  owners: readonly Member[],
): Promise<void> {
  const [personal] = await transaction.sql
    .select({ id: organization.id })
    .from(organization)
    .where(and(eq(organization.id, transaction.organizationId), eq(organization.personalUserId, target.userId)));
  if (personal) throw new DatabaseError('wrong-state', 'A personal organisation is its person’s, who stays its owner.');
  if (target.role === 'owner' && !owners.some(isNot(target)))
    throw new DatabaseError(
      'wrong-state',
      `The ${named('member', target.id)} is the only owner. Make somebody else an owner first.`,
    );
}

async function takeBackInvitations(transaction: OrganizationTransaction, inviterId: UserId): Promise<void> {
  await transaction.sql
    .update(invitation)
    .set({ status: 'canceled' })
    .where(own(transaction, invitation, eq(invitation.inviterId, inviterId), eq(invitation.status, 'pending')));
}
