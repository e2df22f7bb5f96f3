import { sql } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { rateLimit } from '../../schema/index.ts';

export interface Rate {
  readonly max: number;
  readonly windowSeconds: number;
}

/** Counts one more of what the key names; false when that is more than the window may have. Windows begin with their first. */
export async function countWithin(
  { sql: queries }: OperationsTransaction,
  key: string,
  { max, windowSeconds }: Rate,
): Promise<boolean> {
  const now = Date.now();
  const isOver = sql`${rateLimit.lastRequest} <= ${now - windowSeconds * 1000}`;
  const [row] = await queries
    .insert(rateLimit)
    .values({ key, count: 1, lastRequest: now })
    .onConflictDoUpdate({
      target: rateLimit.key,
      set: {
        count: sql`case when ${isOver} then 1 else ${rateLimit.count} + 1 end`,
        lastRequest: sql`case when ${isOver} then ${now} else ${rateLimit.lastRequest} end`,
      },
    })
    .returning({ count: rateLimit.count });
  return row!.count <= max;
}
