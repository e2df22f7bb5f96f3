import { TOKEN_NAMES, type RunKind } from '@facet/base';
import {
  checkpointPrefix,
  compositionPrefix,
  inversionPrefix,
  isOver,
  lossCurveKey,
  lossesPrefix,
  previewPrefix,
  tokenFileKey,
  tokenPreviewKey,
  type CompositionId,
  type InversionId,
  type RunId,
} from '@facet/contracts';
import { eq, inArray } from 'drizzle-orm';
import { asSystem } from '../../connection/reader.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { attributeToken, composition, inversion } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import { deleteStored, pictureKeysOf } from '../rows/delete-stored.ts';
import { requireRun } from './runs.ts';

/**
 * Deletes an inversion that is over, with its previews, losses, checkpoints and token file. Its tokens stay in their libraries, and so
 * do the pictures of them. Throws `not-found`, and `wrong-state` while it waits or is at work.
 */
export async function deleteInversion(transaction: OrganizationTransaction, id: InversionId): Promise<void> {
  await requireOver(transaction, 'inversion', id);
  const { organizationId } = transaction;
  const pictures = TOKEN_NAMES.map((name) => tokenPreviewKey(organizationId, id, name));
  const shown = await transaction.sql
    .selectDistinct({ key: attributeToken.previewKey })
    .from(attributeToken)
    .where(own(transaction, attributeToken, inArray(attributeToken.previewKey, pictures)));
  await transaction.sql
    .update(attributeToken)
    .set({ inversionId: null })
    .where(own(transaction, attributeToken, eq(attributeToken.inversionId, id)));
  await transaction.sql.delete(inversion).where(own(transaction, inversion, eq(inversion.id, id)));
  const kept = new Set(shown.map(({ key }) => key));
  await deleteStored(
    transaction,
    kept.size === 0
      ? [inversionPrefix(organizationId, id)]
      : [
          checkpointPrefix(organizationId, id),
          lossesPrefix(organizationId, id),
          previewPrefix(organizationId, id),
          lossCurveKey(organizationId, id),
          tokenFileKey(organizationId, id),
          ...pictures.filter((key) => !kept.has(key)).flatMap(pictureKeysOf),
        ],
  );
}

/** Deletes a composition that is over, with its pictures. Throws `not-found`, and `wrong-state` while it waits or is at work. */
export async function deleteComposition(transaction: OrganizationTransaction, id: CompositionId): Promise<void> {
  await requireOver(transaction, 'composition', id);
  await deleteCompositions(transaction, [id]);
}

/** Whoever calls this has seen that they are over. */
export async function deleteCompositions(
  transaction: OrganizationTransaction,
  ids: readonly CompositionId[],
): Promise<void> {
  const { organizationId } = transaction;
  // Also in those that are private to somebody else.
  await asSystem(transaction, () =>
    transaction.sql
      .update(composition)
      .set({ basedOnId: null })
      .where(own(transaction, composition, inArray(composition.basedOnId, [...ids]))),
  );
  // With their slots and outputs.
  await transaction.sql.delete(composition).where(own(transaction, composition, inArray(composition.id, [...ids])));
  await deleteStored(
    transaction,
    ids.map((id) => compositionPrefix(organizationId, id)),
  );
}

async function requireOver<Kind extends RunKind>(
  transaction: OrganizationTransaction,
  kind: Kind,
  id: RunId<Kind>,
): Promise<void> {
  const { status } = await requireRun(transaction, kind, id, true);
  if (!isOver(status))
    throw new DatabaseError(
      'wrong-state',
      `The ${named(kind, id)} is ${status}. Cancel it first, or wait for its end.`,
    );
}
