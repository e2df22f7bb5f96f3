import type { OrganizationId } from '@facet/contracts';
import { and, eq, gte, inArray, sql } from 'drizzle-orm';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { asSystem } from '../../connection/reader.ts';
import { DatabaseError } from '../../errors.ts';
import { USAGE_KINDS, type QuotaKind, type UsageKind } from '../../schema/account.ts';
import { composition, inversion, quota, usage } from '../../schema/index.ts';
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

/** The first day of this month, UTC. */
export const thisMonth = sql`date_trunc('month', now() at time zone 'utc')::date`;

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

/** Takes use back that was counted in a month, given by its first day, for what was not used after all. */
export async function giveBackQuota(
  transaction: OrganizationTransaction,
  kind: UsageKind,
  amount: number,
  month: string | null,
): Promise<void> {
  if (amount <= 0 || month === null) return;
  await transaction.sql
    .update(usage)
    .set({ amount: sql`greatest(${usage.amount} - ${amount}, 0)` })
    .where(own(transaction, usage, eq(usage.kind, kind), eq(usage.month, month)));
}

export interface UsageOfMonth {
  /** Such as 2026-01, UTC. */
  readonly month: string;
  readonly kind: QuotaKind;
  readonly used: number;
  readonly limit: number;
}

/**
 * Use and quota of this month and those before it, the newest first, one entry per kind. Of what may run at once only this month
 * has one, with what runs now. The limits are those of today.
 */
export async function usageOfMonths(transaction: OrganizationTransaction, count = 1): Promise<UsageOfMonth[]> {
  const months = monthsBack(new Date(), count);
  const used = await transaction.sql
    .select({ month: usage.month, kind: usage.kind, amount: usage.amount })
    .from(usage)
    .where(and(own(transaction, usage), gte(usage.month, `${months.at(-1)!}-01`)));
  const limits = await transaction.sql
    .select({ kind: quota.kind, amount: quota.amount })
    .from(quota)
    .where(own(transaction, quota));
  const limitOf = (kind: QuotaKind): number => limits.find((row) => row.kind === kind)?.amount ?? DEFAULT_QUOTAS[kind];
  const monthly = months.flatMap((month) =>
    USAGE_KINDS.map((kind) => ({
      month,
      kind,
      used: used.find((row) => row.kind === kind && row.month.startsWith(month))?.amount ?? 0,
      limit: limitOf(kind),
    })),
  );
  const running = { running_inversions: inversion, running_compositions: composition } as const;
  const atOnce = () =>
    Object.entries(running).map(async ([name, table]) => {
      const kind = name as keyof typeof running;
      const atWork = own(transaction, table, inArray(table.status, ['running', 'cancelling']));
      return { month: months[0]!, kind, used: await transaction.sql.$count(table, atWork), limit: limitOf(kind) };
    });
  // Places are taken by runs that are private to others, too.
  const now = await asSystem(transaction, () => Promise.all(atOnce()));
  return [...monthly.slice(0, USAGE_KINDS.length), ...now, ...monthly.slice(USAGE_KINDS.length)];
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

/** `YYYY-MM` of this month and those before, UTC. */
const monthsBack = (now: Date, count: number): string[] =>
  Array.from({ length: count }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - i)).toISOString().slice(0, 7),
  );
