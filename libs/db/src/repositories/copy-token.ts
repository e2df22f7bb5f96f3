import type { LibraryId, TokenId } from '@facet/contracts';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { notFound } from '../errors.ts';
import type { Actor } from './actor.ts';
import { once } from './client-mutation.ts';
import { getTokenContents } from './tokens.ts';
import { addTokens } from './write-tokens.ts';

/**
 * Copies a token that the actor may read, also a granted one, into a library of the organisation, as a first version. The
 * copy stays when the grant is revoked or the original deleted. Throws `not-found`, `name-taken`.
 */
export async function copyToken(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  libraryId: LibraryId,
  name?: string,
  key?: string,
): Promise<TokenId> {
  const request = { id, libraryId, name };
  const mutation = { mutation: 'copyToken', key, request };
  return once<TokenId>(transaction, actor, mutation, async (copyId) => {
    const [original] = await getTokenContents(transaction, actor, [id]);
    if (!original) throw notFound('token', id);
    const { vectors, vectorCount, vectorWidth } = original;
    const rows = Array.from({ length: vectorCount }, (_, i) => vectors.slice(i * vectorWidth, (i + 1) * vectorWidth));
    // Inversions and stored previews are their organisation's; a copy across organisations cannot refer to them.
    const isOwn = original.organizationId === transaction.organizationId;
    const content = { ...original, name: name ?? original.name, vectors: rows };
    await addTokens(
      transaction,
      actor,
      libraryId,
      [{ ...content, previewKey: isOwn ? original.previewKey : null }],
      { source: 'copy', inversionId: isOwn ? original.inversionId : null, copiedFromId: id },
      [copyId],
    );
  });
}
