import { eq, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { costBudget } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';

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
 * processes. Where the cost is covered, which is nearly always, that is one statement.
 */
export async function spendBudget(
  transaction: OrganizationTransaction,
  subject: string,
  cost: number,
  { capacity, refillPerSecond }: BudgetRules,
): Promise<BudgetAnswer> {
  const { organizationId, sql: queries } = transaction;
  const answer = (granted: boolean, remaining: number): BudgetAnswer => ({
    granted,
    remaining,
    fullInSeconds: (capacity - remaining) / refillPerSecond,
  });
  const elapsedSeconds = sql`extract(epoch from clock_timestamp() - ${costBudget.updatedAt})`;
  const refilled = sql<number>`least(${capacity}::float8, ${costBudget.remaining} + ${refillPerSecond}::float8 * ${elapsedSeconds})`;
  if (cost <= capacity) {
    const [spent] = await queries
      .insert(costBudget)
      .values({ organizationId, subject, remaining: capacity - cost })
      .onConflictDoUpdate({
        target: [costBudget.organizationId, costBudget.subject],
        set: { remaining: sql`${refilled} - ${cost}::float8`, updatedAt: sql`clock_timestamp()` },
        setWhere: sql`${refilled} >= ${cost}::float8`,
      })
      .returning({ remaining: costBudget.remaining });
    if (spent) return answer(true, spent.remaining);
  }
  const [row] = await queries
    .select({ remaining: refilled })
    .from(costBudget)
    .where(own(transaction, costBudget, eq(costBudget.subject, subject)));
  return answer(false, row?.remaining ?? capacity);
}
