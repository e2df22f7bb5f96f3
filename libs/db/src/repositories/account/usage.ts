import type { OrganizationId } from '@facet/contracts';
import { and, eq, sql } from 'drizzle-orm';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { QUOTA_KINDS, type QuotaKind, type UsageKind } from '../../schema/account.ts';
import { quota, usage } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';

/** What an organisation may use in a month, or run at once, unless its row in `quota` says otherwise. */
export const DEFAULT_QUOTAS: Record<QuotaKind, number> = {
  inversions: 1_000,
  training_steps: 1_000_000,
  pictures: 20_000,
  upload_bytes: 20_000_000_000,
  running_inversions: 2,
  running_compositions: 2,
};

const thisMonth = sql`date_trunc('month', now() at time zone 'utc')::date`;

/** What this organisation may use. */
export async function quotaOf(transaction: OrganizationTransaction, kind: QuotaKind): Promise<number> {
  const [row] = await transaction.sql
    .select({ amount: quota.amount })
    .from(quota)
    .where(own(transaction, quota, eq(quota.kind, kind)));
  return row?.amount ?? DEFAULT_QUOTAS[kind];
}

/** Counts use, if the month's quota has room for it: one statement, so two at once cannot both take the last of it. */
export async function spendQuota(transaction: OrganizationTransaction, kind: UsageKind, amount: number): Promise<void> {
  const limit = await quotaOf(transaction, kind);
  const { organizationId } = transaction;
  const spent =
    amount <= limit
      ? await transaction.sql
          .insert(usage)
          .values({ organizationId, month: thisMonth, kind, amount })
          .onConflictDoUpdate({
            target: [usage.organizationId, usage.month, usage.kind],
            set: { amount: sql`${usage.amount} + ${amount}` },
            setWhere: sql`${usage.amount} + ${amount} <= ${limit}`,
          })
          .returning({ amount: usage.amount })
      : [];
  if (spent.length === 0)
    throw new DatabaseError(
      'quota-exceeded',
      `This month's quota of ${limit} ${kind.replaceAll('_', ' ')} has no room for ${amount} more. It starts anew next month.`,
    );
}

export interface UsageOfMonth {
  readonly kind: QuotaKind;
  readonly used: number;
  readonly limit: number;
}

/** Use and quota of this month, one entry per kind; what may run at once is a limit only. */
export async function usageOfMonth(transaction: OrganizationTransaction): Promise<UsageOfMonth[]> {
  const used = await transaction.sql
    .select({ kind: usage.kind, amount: usage.amount })
    .from(usage)
    .where(and(own(transaction, usage), sql`${usage.month} = ${thisMonth}`));
  const limits = await transaction.sql
    .select({ kind: quota.kind, amount: quota.amount })
    .from(quota)
    .where(own(transaction, quota));
  return QUOTA_KINDS.map((kind) => ({
    kind,
    used: used.find((row) => row.kind === kind)?.amount ?? 0,
    limit: limits.find((row) => row.kind === kind)?.amount ?? DEFAULT_QUOTAS[kind],
  }));
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
