import { sql } from 'drizzle-orm';
import { statementOf } from '../../connection/queries.ts';
import type { OperationsTransaction } from '../../connection/transaction.ts';

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

const refilled = sql`least((select capacity from asked),
  budget.remaining + (select per_second from asked) * extract(epoch from clock_timestamp() - budget.updated_at))`;

const SPEND = statementOf<{ subject: string; cost: number; capacity: number; refillPerSecond: number }>(sql`
  with asked as (
    select ${sql.placeholder('subject')}::text as subject, ${sql.placeholder('cost')}::float8 as cost,
      ${sql.placeholder('capacity')}::float8 as capacity, ${sql.placeholder('refillPerSecond')}::float8 as per_second),
  spent as (
    insert into auth.cost_budget as budget (subject, remaining)
    select subject, capacity - cost from asked where cost <= capacity
    on conflict (subject) do update
      set remaining = ${refilled} - (select cost from asked), updated_at = clock_timestamp()
      where ${refilled} >= (select cost from asked)
    returning remaining)
  select true as granted, remaining from spent
  union all
  select false, coalesce((select ${refilled} from auth.cost_budget budget where budget.subject = asked.subject), capacity)
  from asked where not exists (select from spent)`);

/**
 * Takes a query's cost out of the budget of a person or of their keys, if it holds that much. The budget is one row for all API
 * processes. One statement: the row is locked as long as that takes, which all their requests wait for.
 */
export async function spendBudget(
  { sql: queries }: OperationsTransaction,
  subject: string,
  cost: number,
  { capacity, refillPerSecond }: BudgetRules,
): Promise<BudgetAnswer> {
  const rows = await SPEND<{ granted: boolean; remaining: number }>(queries, {
    subject,
    cost,
    capacity,
    refillPerSecond,
  });
  const { granted, remaining } = rows[0]!;
  return { granted, remaining, fullInSeconds: (capacity - remaining) / refillPerSecond };
}
