import type { RunKind } from '@facet/base';
import { PROGRESS_CHANNEL, type ProgressEvent } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import type { Run } from './run-table.ts';

/** Tells who watches a run how it stands: the listening API processes, when the transaction commits. */
export async function announceProgress<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  row: Run<Kind>,
): Promise<void> {
  const event = JSON.stringify(PROGRESS[kind](row));
  await transaction.sql.execute(sql`select pg_notify(${PROGRESS_CHANNEL}, ${event})`);
}

const common = ({ organizationId, status, done, total, remainingSeconds }: Run) => ({
  organizationId,
  status,
  done,
  of: total,
  ...(remainingSeconds === null ? {} : { remainingSeconds }),
});

const PROGRESS: { readonly [Kind in RunKind]: (row: Run<Kind>) => ProgressEvent } = {
  inversion: (row) => ({
    kind: 'inversion',
    id: row.id,
    ...common(row),
    ...(row.losses === null ? {} : { losses: row.losses }),
    ...(row.previewKey === null ? {} : { previewKey: row.previewKey }),
  }),
  composition: (row) => ({ kind: 'composition', id: row.id, ...common(row) }),
};
