import type { PictureSizes } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { attributeToken, checkpoint, image, inversion, output } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import type { Segment } from '../run/segments.ts';

const SHOWING = { image, inversion, output, token: attributeToken } as const;

/** Of what rows show pictures that have an id of their own. */
export type Showing = keyof typeof SHOWING;

/** Notes that a picture is in storage in these sizes. */
export async function keepSizes(
  transaction: OrganizationTransaction,
  of: Showing,
  id: string,
  pictureSizes: PictureSizes,
): Promise<void> {
  const table = SHOWING[of];
  await transaction.sql
    .update(table)
    .set({ pictureSizes })
    .where(own(transaction, table, eq(table.id, id as never)));
}

/** The same of a piece of an inversion. */
export async function keepSegmentSizes(
  transaction: OrganizationTransaction,
  { inversionId, segment }: Pick<Segment, 'inversionId' | 'segment'>,
  pictureSizes: PictureSizes,
): Promise<void> {
  await transaction.sql
    .update(checkpoint)
    .set({ pictureSizes })
    .where(own(transaction, checkpoint, eq(checkpoint.inversionId, inversionId), eq(checkpoint.segment, segment)));
}
