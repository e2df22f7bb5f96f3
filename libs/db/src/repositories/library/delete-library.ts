import type { LibraryId } from '@facet/contracts';
import { eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { attributeToken, inversion, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { deleteTokenRows } from '../rows/delete-token-rows.ts';
import { requireOwnLibrary } from './libraries.ts';

/**
 * Deletes a library; with `withTokens` also what it holds. Compositions keep what they knew of its tokens.
 * Throws `not-found`, and `in-use` when it holds tokens or an inversion is to put some into it.
 */
export async function deleteLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  { withTokens = false }: { readonly withTokens?: boolean } = {},
): Promise<void> {
  const { name, visibility, createdBy } = await requireOwnLibrary(transaction, actor, id, 'update');
  const held = own(transaction, attributeToken, eq(attributeToken.libraryId, id));
  const filling = own(transaction, inversion, eq(inversion.libraryId, id));
  const working = await transaction.sql.$count(
    inversion,
    own(transaction, inversion, filling, inArray(inversion.status, ['queued', 'running', 'cancelling'])),
  );
  if (working > 0)
    throw new DatabaseError(
      'in-use',
      `${working} inversions are to put tokens into the library ${JSON.stringify(name)}. Cancel them first.`,
    );
  const tokens = withTokens ? 0 : await transaction.sql.$count(attributeToken, held);
  if (tokens > 0)
    throw new DatabaseError(
      'in-use',
      `The library ${JSON.stringify(name)} holds ${tokens} tokens. Move them, or delete it with its tokens.`,
    );
  // What was to be private stays so without the library that said it.
  await transaction.sql
    .update(inversion)
    .set({ libraryId: null, ...(visibility === 'private' && { privateTo: createdBy }) })
    .where(filling);
  // Inversions before tokens, as where an inversion is deleted.
  await deleteTokenRows(transaction, held);
  await transaction.sql.delete(library).where(own(transaction, library, eq(library.id, id)));
}
