import { inArray, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { attributeToken } from '../../schema/index.ts';
import { own } from './conditions.ts';
import { deleteStored, pictureKeysOf } from './delete-stored.ts';
import { keepCompositionsPrivate } from './keep-private.ts';

/**
 * Deletes versions of tokens, and the pictures of them that nobody shows any more. The picture of a token whose inversion is still
 * there is the inversion's, and goes with it.
 */
export async function deleteTokenRows(transaction: OrganizationTransaction, condition: SQL | undefined): Promise<void> {
  await keepCompositionsPrivate(transaction, condition);
  const gone = await transaction.sql
    .delete(attributeToken)
    .where(own(transaction, attributeToken, condition))
    .returning({ key: attributeToken.previewKey, inversionId: attributeToken.inversionId });
  const keys = new Set(gone.flatMap(({ key, inversionId }) => (key === null || inversionId !== null ? [] : [key])));
  if (keys.size === 0) return;
  const shown = await transaction.sql
    .selectDistinct({ key: attributeToken.previewKey })
    .from(attributeToken)
    .where(own(transaction, attributeToken, inArray(attributeToken.previewKey, [...keys])));
  for (const { key } of shown) keys.delete(key!);
  await deleteStored(transaction, [...keys].flatMap(pictureKeysOf));
}
