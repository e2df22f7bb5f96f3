import type { OrganizationId, Role, UserId } from '@facet/contracts';
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { member, organization, user } from '../../schema/index.ts';
import { takingName } from '../rows/taking-name.ts';

/** What organisations see of each other and of themselves; better-auth writes these tables. */
const organizationColumns = {
  id: organization.id,
  name: organization.name,
  slug: organization.slug,
  logo: organization.logo,
  personalUserId: organization.personalUserId,
  createdAt: organization.createdAt,
};

export type Organization = Pick<typeof organization.$inferSelect, keyof typeof organizationColumns>;

/** The organisation itself, and those it shares a grant with; of others, nothing. */
export const getOrganizations = (
  transaction: OrganizationTransaction,
  ids: readonly OrganizationId[],
): Promise<Organization[]> =>
  transaction.sql
    .select(organizationColumns)
    .from(organization)
    .where(inArray(organization.id, [...ids]));

/** No more than the API's list of them shows, with the personal one. */
const MAX_ORGANIZATIONS = 100;

/** A team with one owner, both or neither. Throws `quota-exceeded`, and `name-taken` for a short name that another has, also at the same moment. */
export async function createTeam(
  { sql: queries }: OperationsTransaction,
  ownerId: UserId,
  { name, slug }: Pick<Organization, 'name' | 'slug'>,
): Promise<Organization> {
  await queries.select({ id: user.id }).from(user).where(eq(user.id, ownerId)).for('no key update');
  const [own] = await queries.select({ organizations: count() }).from(member).where(eq(member.userId, ownerId));
  if (own!.organizations >= MAX_ORGANIZATIONS)
    throw new DatabaseError(
      'quota-exceeded',
      `A person is in at most ${MAX_ORGANIZATIONS} organisations, and then makes none. Leave one first.`,
    );
  const message = `There is an organisation with the short name ${JSON.stringify(slug)}. Choose another.`;
  const insert = queries.insert(organization).values({ name, slug }).returning(organizationColumns);
  const [row] = await takingName(message, insert);
  await queries.insert(member).values({ organizationId: row!.id, userId: ownerId, role: 'owner' });
  return row!;
}

/** The organisation with this public short name, to grant a library to. */
export async function findOrganizationBySlug(
  { sql: queries }: OperationsTransaction,
  slug: string,
): Promise<Pick<Organization, 'id' | 'slug'> | undefined> {
  const [row] = await queries
    .select({ id: organization.id, slug: organization.slug })
    .from(organization)
    .where(eq(organization.slug, slug));
  return row;
}

export interface Membership {
  readonly organization: Organization;
  readonly role: Role;
}

/** All organisations of a user: the personal one, then the others by name. */
export const membershipsOf = ({ sql: queries }: OperationsTransaction, userId: UserId): Promise<Membership[]> =>
  queries
    .select({ organization: organizationColumns, role: member.role })
    .from(member)
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(eq(member.userId, userId))
    .orderBy(
      sql`${organization.personalUserId} is null`,
      asc(sql`lower(${organization.name})`),
      asc(organization.id),
    ) as Promise<Membership[]>;

/** Where the user's next session begins; null: in the personal organisation. */
export async function rememberOrganization(
  { sql: queries }: OperationsTransaction,
  userId: UserId,
  organizationId: OrganizationId | null,
): Promise<void> {
  await queries.update(user).set({ lastOrganizationId: organizationId }).where(eq(user.id, userId));
}

/** The organisation that the user chose last, if it is one of the user's still. */
export async function lastOrganizationOf(
  { sql: queries }: OperationsTransaction,
  userId: UserId,
): Promise<OrganizationId | undefined> {
  const [row] = await queries
    .select({ id: member.organizationId })
    .from(user)
    .innerJoin(member, and(eq(member.userId, user.id), eq(member.organizationId, user.lastOrganizationId)))
    .where(eq(user.id, userId));
  return row?.id;
}

/** Where a user acts, and as what. */
export interface Position {
  readonly organizationId: OrganizationId;
  readonly role: Role;
}

/**
 * The user's own organisation, made if it is not there, by as many at once as like. One that is there is only read, since this is
 * asked with every request.
 */
export async function ensurePersonalOrganization(
  transaction: OperationsTransaction,
  userId: UserId,
  name: string,
): Promise<Position> {
  const found = await findPersonalMembership(transaction, userId);
  if (found) return found;
  const { sql: queries } = transaction;
  await queries
    .insert(organization)
    .values({ name, slug: `personal-${userId}`, personalUserId: userId })
    .onConflictDoNothing();
  const [row] = await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.personalUserId, userId));
  await queries.insert(member).values({ organizationId: row!.id, userId, role: 'owner' }).onConflictDoNothing();
  return (await findPersonalMembership(transaction, userId))!;
}

async function findPersonalMembership(
  { sql: queries }: OperationsTransaction,
  userId: UserId,
): Promise<Position | undefined> {
  const [row] = await queries
    .select({ organizationId: organization.id, role: member.role })
    .from(organization)
    .innerJoin(member, and(eq(member.organizationId, organization.id), eq(member.userId, userId)))
    .where(eq(organization.personalUserId, userId));
  return row as Position | undefined;
}
