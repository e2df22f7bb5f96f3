import { segmentLossesKey, type InversionId, type PictureSizes } from '@facet/contracts';
import { asc, gt, inArray, isNotNull, or } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { checkpoint } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';

/** A piece of a run that is trained, with what it showed. */
export interface Segment {
  readonly inversionId: InversionId;
  /** From 1; 0 prepares, and is here where it shows something: tokens that were read are there before the first step. */
  readonly segment: number;
  /** The step that it ended with. */
  readonly step: number;
  /** Storage key of a JSON text: the losses of its steps, in their order. All pieces together are the loss curve, also while it runs. */
  readonly lossesKey: string;
  /** Storage key of the picture as its tokens had it at its end; null where none was drawn. */
  readonly previewKey: string | null;
  readonly pictureSizes: PictureSizes | null;
}

/** What these inversions have shown so far, in the order of their steps. The picture at the very end is the inversion's `previewKey`. */
export async function getSegments(
  transaction: OrganizationTransaction,
  ids: readonly InversionId[],
): Promise<Segment[]> {
  const rows = await transaction.sql
    .select({
      inversionId: checkpoint.inversionId,
      segment: checkpoint.segment,
      step: checkpoint.step,
      previewKey: checkpoint.previewKey,
      pictureSizes: checkpoint.pictureSizes,
    })
    .from(checkpoint)
    .where(
      own(
        transaction,
        checkpoint,
        inArray(checkpoint.inversionId, [...ids]),
        or(gt(checkpoint.segment, 0), isNotNull(checkpoint.previewKey)),
      ),
    )
    .orderBy(asc(checkpoint.inversionId), asc(checkpoint.segment));
  return rows.map((row) =>
    Object.assign(row, { lossesKey: segmentLossesKey(transaction.organizationId, row.inversionId, row.segment) }),
  );
}
