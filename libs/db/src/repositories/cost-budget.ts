import { eq, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { costBudget } from '../schema/index.ts';
import { own } from './page.ts';

export interface BudgetRules {
  /** Cost that a full budget covers. */
  readonly capacity: number;
  readonly refillPerSecond: number;
}

export interface BudgetAnswer {
  readonly granted: boolean;
  /** After spending, or as it is when nothing was granted. */
  readonly remaining: number;
  /** Until it is full again. */
  readonly fullInSeconds: number;
}

/**
 * Takes a query's cost out of the budget of a key or a session, if it holds that much. The budget is one row for all API
 * processes, locked from the refill to the end of the transaction.
 */
export async function spendBudget(
  transaction: OrganizationTransaction,
  subject: string,
  cost: number,
  { capacity, refillPerSecond }: BudgetRules,
): Promise<BudgetAnswer> {
  const { organizationId, sql: queries } = transaction;
  const elapsedSeconds = sql`extract(epoch from clock_timestamp() - ${costBudget.updatedAt})`;
  const [refilled] = await queries
    .insert(costBudget)
    .values({ organizationId, subject, remaining: capacity })
    .onConflictDoUpdate({
      target: [costBudget.organizationId, costBudget.subject],
      set: {
        remaining: sql`least(${capacity}::float8, ${costBudget.remaining} + ${refillPerSecond}::float8 * ${elapsedSeconds})`,
        updatedAt: sql`clock_timestamp()`,
      },
    })
    .returning({ remaining: costBudget.remaining });
  const granted = refilled!.remaining >= cost;
  const remaining = granted ? refilled!.remaining - cost : refilled!.remaining;
  if (granted)
    await queries
      .update(costBudget)
      .set({ remaining })
      .where(own(transaction, costBudget, eq(costBudget.subject, subject)));
  return { granted, remaining, fullInSeconds: (capacity - remaining) / refillPerSecond };
}
