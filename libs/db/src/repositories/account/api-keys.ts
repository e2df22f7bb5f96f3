import type { OrganizationId, Role, UserId } from '@facet/contracts';
import { and, count, desc, eq, inArray } from 'drizzle-orm';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { apikey, member, organization } from '../../schema/index.ts';

/** No more than the API's list of them shows: what nobody sees, nobody ends. */
export const MAX_API_KEYS = 100;

const apiKeyColumns = {
  id: apikey.id,
  name: apikey.name,
  start: apikey.start,
  prefix: apikey.prefix,
  enabled: apikey.enabled,
  permissions: apikey.permissions,
  metadata: apikey.metadata,
  lastRequest: apikey.lastRequest,
  expiresAt: apikey.expiresAt,
  createdBy: apikey.createdBy,
  createdAt: apikey.createdAt,
};

/** An API key as its organisation sees it: without the key's hash. */
export type ApiKey = Pick<typeof apikey.$inferSelect, keyof typeof apiKeyColumns>;

/** Keys of these ids, in no order. */
export const getApiKeys = (transaction: OrganizationTransaction, ids: readonly string[]): Promise<ApiKey[]> =>
  transaction.sql
    .select(apiKeyColumns)
    .from(apikey)
    .where(and(eq(apikey.referenceId, transaction.organizationId), inArray(apikey.id, [...ids])));

export const listApiKeys = (transaction: OrganizationTransaction): Promise<ApiKey[]> =>
  transaction.sql
    .select(apiKeyColumns)
    .from(apikey)
    .where(eq(apikey.referenceId, transaction.organizationId))
    .orderBy(desc(apikey.createdAt));

/** Who answers for a key, and what they are in the organisation now; undefined for a key that has ended with them. */
export async function memberBehindKey(
  transaction: OrganizationTransaction,
  keyId: string,
): Promise<{ readonly userId: UserId; readonly role: Role } | undefined> {
  const { organizationId } = transaction;
  const [row] = await transaction.sql
    .select({ userId: member.userId, role: member.role })
    .from(apikey)
    .innerJoin(member, and(eq(member.userId, apikey.createdBy), eq(member.organizationId, organizationId)))
    .where(and(eq(apikey.id, keyId), eq(apikey.referenceId, organizationId)));
  return row && { userId: row.userId, role: row.role as Role };
}

/**
 * Keeps a key that was just made, for which its maker answers; or deletes it, where the organisation has MAX_API_KEYS without it.
 * Keys that are made at the same moment are counted one after the other. @returns whether it was kept
 */
export async function keepApiKey(
  transaction: OperationsTransaction,
  organizationId: OrganizationId,
  keyId: string,
  userId: UserId,
): Promise<boolean> {
  const { sql: queries } = transaction;
  await queries
    .select({ id: organization.id })
    .from(organization)
    .where(eq(organization.id, organizationId))
    .for('no key update');
  const [row] = await queries.select({ keys: count() }).from(apikey).where(eq(apikey.referenceId, organizationId));
  const isKept = row!.keys <= MAX_API_KEYS;
  if (isKept) await answerForKey(transaction, organizationId, keyId, userId);
  else await queries.delete(apikey).where(eq(apikey.id, keyId));
  return isKept;
}

/** From now on this member answers for a key of the organisation: who has made it, or an owner who takes it over. */
export async function answerForKey(
  { sql: queries }: OperationsTransaction,
  organizationId: OrganizationId,
  keyId: string,
  userId: UserId,
): Promise<void> {
  await queries
    .update(apikey)
    .set({ createdBy: userId })
    .where(and(eq(apikey.id, keyId), eq(apikey.referenceId, organizationId)));
}
