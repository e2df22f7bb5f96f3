import type { StepLosses } from '@facet/base';
import type { InversionId, PictureSizes, RunStatus } from '@facet/contracts';
import { desc, eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { checkpoint, inversion } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { pace } from './pace.ts';
import { requireRun } from './runs.ts';

export interface InversionReport {
  readonly done: number;
  readonly losses?: StepLosses;
  readonly remainingSeconds?: number;
  /** Storage key of a new preview. */
  readonly previewKey?: string;
  readonly pictureSizes?: PictureSizes;
  /** Of all steps, once the model's defaults have decided it. */
  readonly total?: number;
  /** What the model says of the picture. */
  readonly assessment?: Record<string, unknown>;
}

/** Notes progress. The answer says whether to go on: `running`, or stop at anything else. */
export async function reportInversion(
  transaction: OrganizationTransaction,
  id: InversionId,
  { remainingSeconds, ...report }: InversionReport,
): Promise<RunStatus> {
  const [row] = await transaction.sql
    .update(inversion)
    .set({ ...report, ...pace(remainingSeconds), updatedAt: new Date() })
    .where(own(transaction, inversion, eq(inversion.id, id), inArray(inversion.status, ['running', 'cancelling'])))
    .returning({ status: inversion.status });
  return (row ?? (await requireRun(transaction, 'inversion', id))).status;
}

export type Checkpoint = typeof checkpoint.$inferSelect;

export type NewCheckpoint = Pick<Checkpoint, 'segment' | 'step' | 'storageKey' | 'bytes' | 'sha256'> &
  Partial<Pick<Checkpoint, 'previewKey' | 'pictureSizes'>>;

/** Notes a finished segment. Run again, a segment replaces its row: its object is the same. */
export async function saveCheckpoint(
  transaction: OrganizationTransaction,
  inversionId: InversionId,
  values: NewCheckpoint,
): Promise<void> {
  const { organizationId } = transaction;
  await transaction.sql
    .insert(checkpoint)
    .values({ ...values, organizationId, inversionId })
    .onConflictDoUpdate({
      target: [checkpoint.organizationId, checkpoint.inversionId, checkpoint.segment],
      set: values,
    });
}

/** Where to go on from; undefined before the first segment. */
export async function lastCheckpoint(
  transaction: OrganizationTransaction,
  inversionId: InversionId,
): Promise<Checkpoint | undefined> {
  const [row] = await transaction.sql
    .select()
    .from(checkpoint)
    .where(own(transaction, checkpoint, eq(checkpoint.inversionId, inversionId)))
    .orderBy(desc(checkpoint.segment))
    .limit(1);
  return row;
}
