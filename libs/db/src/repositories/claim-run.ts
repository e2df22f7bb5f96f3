import type { RunStatus } from '@facet/contracts';
import { inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { own } from './page.ts';
import { columnsOf, moveRun, requireRun, type Run, type RunId, type RunKind } from './runs.ts';
import { quotaOf } from './usage.ts';

/**
 * Lets a run begin, if its organisation has fewer of its kind at work than it may; else the answer is `queued`, and the
 * workflow asks again later. A run that is at work already, or over, answers with its state: a repeated activity is no second
 * start.
 */
export async function claimRun<Row extends Run>(
  transaction: OrganizationTransaction,
  kind: RunKind<Row>,
  id: RunId,
): Promise<RunStatus> {
  // One claim at a time per organisation, or two would both count the other's place as free.
  await transaction.sql.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`running/${kind.kind}/${transaction.organizationId}`}, 0))`,
  );
  const { status, startedAt } = await requireRun(transaction, kind, id, true);
  if (status !== 'queued') return status;
  const table = columnsOf(kind);
  const atWork = await transaction.sql.$count(
    table,
    own(transaction, table, inArray(table.status, ['running', 'cancelling'])),
  );
  if (atWork >= (await quotaOf(transaction, `running_${kind.kind}s`))) return 'queued';
  await moveRun(transaction, kind, id, 'running', { startedAt: startedAt ?? new Date() });
  return 'running';
}
