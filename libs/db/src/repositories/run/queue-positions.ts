import type { RunKind } from '@facet/base';
import type { RunId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { payerOfRow } from './payer.ts';
import { tableOf } from './run-table.ts';

/**
 * How many queued runs come before each of these, 0 for the next one; what is not queued is missing. Runs wait for their model, and
 * people take turns with all their organisations, so the second run of one comes after the first of every other. That is how Temporal gives work out, as far
 * as rows know: what an organisation may have at work at once can make a run wait longer. The queue is everybody's, so this is asked
 * across organisations, and tells of them no more than this number.
 */
export async function queuePositions<Kind extends RunKind>(
  { sql: queries }: OperationsTransaction,
  kind: Kind,
  ids: readonly RunId<Kind>[],
): Promise<Map<RunId<Kind>, number>> {
  if (ids.length === 0) return new Map();
  const table = tableOf(kind);
  const wanted = sql`any(${sql.param([...ids])}::uuid[])`;
  const { rows } = await queries.execute<{ id: RunId<Kind>; position: number }>(sql`
    with waiting as (
      select id, fingerprint, created_at,
        row_number() over (partition by fingerprint, coalesce(${payerOfRow(table)}, organization_id) order by created_at, id) as turn
      from ${table}
      where status = 'queued' and fingerprint in (select fingerprint from ${table} where id = ${wanted})
    ), placed as (
      select id, row_number() over (partition by fingerprint order by turn, created_at, id) - 1 as position from waiting
    )
    select id, position::int from placed where id = ${wanted}`);
  return new Map(rows.map(({ id, position }) => [id, position]));
}
