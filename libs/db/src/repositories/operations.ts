import type {
  CompositionId,
  Fingerprint,
  ImageId,
  InversionId,
  OrganizationId,
  Role,
  RunAttempt,
  UserId,
  WebhookDeliveryId,
} from '@facet/contracts';
import { and, asc, eq, inArray, isNull, lt, sql, type Column, type SQL } from 'drizzle-orm';
import type { OperationsTransaction } from '../connection/transaction.ts';
import {
  clientMutation,
  composition,
  costBudget,
  image,
  inversion,
  member,
  model,
  organization,
  quota,
  storageDeletion,
  webhookDelivery,
} from '../schema/index.ts';
import type { QuotaKind } from '../schema/account.ts';

/** What sweepers find; each does the work itself inside the organisation, through `withOrganization`. */
export interface Sweep {
  /** Leaves alone what is younger: its maker is most likely just at it. */
  readonly olderThanSeconds: number;
  readonly limit: number;
}

const before = (seconds: number): SQL => sql`now() - make_interval(secs => ${seconds})`;

export interface UnstartedRun<Id> extends RunAttempt<Id> {
  readonly organizationId: OrganizationId;
  readonly fingerprint: Fingerprint;
}

/** Queued inversions whose workflow nobody started, oldest first. */
export const unstartedInversions = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<UnstartedRun<InversionId>[]> =>
  queries
    .select({
      organizationId: inversion.organizationId,
      id: inversion.id,
      attempt: inversion.attempt,
      fingerprint: inversion.fingerprint,
    })
    .from(inversion)
    .where(
      and(
        eq(inversion.status, 'queued'),
        isNull(inversion.workflowStartedAt),
        lt(inversion.updatedAt, before(olderThanSeconds)),
      ),
    )
    .orderBy(asc(inversion.updatedAt))
    .limit(limit);

export const unstartedCompositions = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<UnstartedRun<CompositionId>[]> =>
  queries
    .select({
      organizationId: composition.organizationId,
      id: composition.id,
      attempt: composition.attempt,
      fingerprint: composition.fingerprint,
    })
    .from(composition)
    .where(
      and(
        eq(composition.status, 'queued'),
        isNull(composition.workflowStartedAt),
        lt(composition.updatedAt, before(olderThanSeconds)),
      ),
    )
    .orderBy(asc(composition.updatedAt))
    .limit(limit);

/**
 * Runs that wait or are at work, show no sign of life for so long, and whose model no worker has held for as long. How long
 * ago a model was held survives its workers, so one that restarts leaves no gap.
 */
export const abandonedInversions = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<AbandonedRun<InversionId>[]> =>
  queries
    .select({
      organizationId: inversion.organizationId,
      id: inversion.id,
      attempt: inversion.attempt,
      updatedAt: inversion.updatedAt,
    })
    .from(inversion)
    .where(
      and(
        inArray(inversion.status, ['queued', 'running', 'cancelling']),
        lt(inversion.updatedAt, before(olderThanSeconds)),
        notHeld(inversion.fingerprint, olderThanSeconds),
      ),
    )
    .limit(limit);

export const abandonedCompositions = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<AbandonedRun<CompositionId>[]> =>
  queries
    .select({
      organizationId: composition.organizationId,
      id: composition.id,
      attempt: composition.attempt,
      updatedAt: composition.updatedAt,
    })
    .from(composition)
    .where(
      and(
        inArray(composition.status, ['queued', 'running', 'cancelling']),
        lt(composition.updatedAt, before(olderThanSeconds)),
        notHeld(composition.fingerprint, olderThanSeconds),
      ),
    )
    .limit(limit);

export interface AbandonedRun<Id> extends RunAttempt<Id> {
  readonly organizationId: OrganizationId;
  /** Its last sign of life. */
  readonly updatedAt: Date;
}

const notHeld = (fingerprint: Column, seconds: number): SQL =>
  sql`not exists (select from ${model} where ${model.fingerprint} = ${fingerprint} and ${model.lastOfferedAt} >= ${before(seconds)})`;

export const unstartedDeliveries = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<{ organizationId: OrganizationId; id: WebhookDeliveryId }[]> =>
  queries
    .select({ organizationId: webhookDelivery.organizationId, id: webhookDelivery.id })
    .from(webhookDelivery)
    .where(
      and(
        eq(webhookDelivery.status, 'pending'),
        isNull(webhookDelivery.workflowStartedAt),
        lt(webhookDelivery.createdAt, before(olderThanSeconds)),
      ),
    )
    .orderBy(asc(webhookDelivery.createdAt))
    .limit(limit);

/** Uploads that were never completed and whose time is over. */
export const expiredUploads = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<{ organizationId: OrganizationId; id: ImageId }[]> =>
  queries
    .select({ organizationId: image.organizationId, id: image.id })
    .from(image)
    .where(and(eq(image.status, 'pending'), lt(image.uploadExpiresAt, before(olderThanSeconds))))
    .limit(limit);

export type StorageDeletion = typeof storageDeletion.$inferSelect;

/** Stored objects whose rows are gone. */
export const storageDeletions = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<StorageDeletion[]> =>
  queries
    .select()
    .from(storageDeletion)
    .where(lt(storageDeletion.dueAt, before(olderThanSeconds)))
    .orderBy(asc(storageDeletion.dueAt))
    .limit(limit);

/** The objects are deleted. */
export async function forgetDeletions({ sql: queries }: OperationsTransaction, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await queries.delete(storageDeletion).where(inArray(storageDeletion.key, [...keys]));
}

/** An organisation is about to be deleted: everything under its prefix goes too. */
export async function deleteAllStored(
  { sql: queries }: OperationsTransaction,
  organizationId: OrganizationId,
  prefix: string,
): Promise<void> {
  await queries.insert(storageDeletion).values({ organizationId, key: prefix }).onConflictDoNothing();
}

/** Forgets mutation keys and query budgets that are too old to matter. */
export async function forgetOld(
  { sql: queries }: OperationsTransaction,
  { mutationDays, budgetDays }: { readonly mutationDays: number; readonly budgetDays: number },
): Promise<void> {
  await queries.delete(clientMutation).where(lt(clientMutation.createdAt, before(mutationDays * 86_400)));
  await queries.delete(costBudget).where(lt(costBudget.updatedAt, before(budgetDays * 86_400)));
}

/** Lets an organisation use more or less than the default. */
export async function setQuota(
  { sql: queries }: OperationsTransaction,
  organizationId: OrganizationId,
  kind: QuotaKind,
  amount: number,
): Promise<void> {
  await queries
    .insert(quota)
    .values({ organizationId, kind, amount })
    .onConflictDoUpdate({ target: [quota.organizationId, quota.kind], set: { amount } });
}

/** The organisation with this public short name, to grant a library to. */
export async function findOrganizationBySlug(
  { sql: queries }: OperationsTransaction,
  slug: string,
): Promise<OrganizationId | undefined> {
  const [row] = await queries.select({ id: organization.id }).from(organization).where(eq(organization.slug, slug));
  return row?.id;
}

/** The organisation that is a user's own, and the role in it. */
export interface PersonalMembership {
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
): Promise<PersonalMembership> {
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
): Promise<PersonalMembership | undefined> {
  const [row] = await queries
    .select({ organizationId: organization.id, role: member.role })
    .from(organization)
    .innerJoin(member, and(eq(member.organizationId, organization.id), eq(member.userId, userId)))
    .where(eq(organization.personalUserId, userId));
  return row as PersonalMembership | undefined;
}
