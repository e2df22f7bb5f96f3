import type { RunAttempt, RunKind } from '@facet/base';
import type { OrganizationId, RunId } from '@facet/contracts';
import { and, inArray, lt, sql, type Column, type SQL } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { model } from '../../schema/index.ts';
import { tableOf } from '../run/run-table.ts';
import { before, type Sweep } from './sweep.ts';

export interface AbandonedRun<Kind extends RunKind = RunKind> extends RunAttempt<RunId<Kind>> {
  readonly organizationId: OrganizationId;
  /** Its last sign of life. */
  readonly updatedAt: Date;
}

/**
 * Runs of a kind that wait or are at work, show no sign of life for so long, and whose model no worker has held for as long. How
 * long ago a model was held survives its workers, so one that restarts leaves no gap.
 */
export async function abandonedRuns<Kind extends RunKind>(
  { sql: queries }: OperationsTransaction,
  kind: Kind,
  { olderThanSeconds, limit }: Sweep,
): Promise<AbandonedRun<Kind>[]> {
  const table = tableOf(kind);
  const { organizationId, id, attempt, updatedAt } = table;
  const rows = await queries
    .select({ organizationId, id, attempt, updatedAt })
    .from(table)
    .where(
      and(
        inArray(table.status, ['queued', 'running', 'cancelling']),
        lt(table.updatedAt, before(olderThanSeconds)),
        notHeld(table.fingerprint, olderThanSeconds),
      ),
    )
    .limit(limit);
  return rows as AbandonedRun<Kind>[];
}

const notHeld = (fingerprint: Column, seconds: number): SQL =>
  sql`not exists (select from ${model} where ${model.fingerprint} = ${fingerprint} and ${model.lastOfferedAt} >= ${before(seconds)})`;
