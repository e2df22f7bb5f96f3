import type { LibraryId, TokenId } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { notFound } from '../../errors.ts';
import type { Actor } from '../account/actor.ts';
import { once } from '../account/client-mutation.ts';
import { getTokenContents, vectorsOf, type TokenContent } from './tokens.ts';
import { addTokens, type NewToken, type TokenSource } from './write-tokens.ts';

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
    const { content, source } = await readCopy(transaction, actor, id);
    await addTokens(transaction, actor, libraryId, [{ ...content, name: name ?? content.name }], source, [copyId]);
  });
}

/** What a copy of a token holds, and says about where it comes from. Throws `not-found`. */
export async function readCopy(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<TokenCopy> {
  const [original] = await getTokenContents(transaction, actor, [id]);
  if (!original) throw notFound('token', id);
  return copyOf(transaction, original);
}

export interface TokenCopy {
  readonly content: NewToken;
  readonly source: TokenSource;
}

export function copyOf({ organizationId }: OrganizationTransaction, original: TokenContent): TokenCopy {
  // Inversions and stored previews are their organisation's; a copy across organisations cannot refer to them.
  const isOwn = original.organizationId === organizationId;
  return {
    content: {
      ...original,
      vectors: vectorsOf(original),
      previewKey: isOwn ? original.previewKey : null,
      pictureSizes: isOwn ? original.pictureSizes : null,
    },
    source: { source: 'copy', inversionId: isOwn ? original.inversionId : null, copiedFromId: original.id },
  };
}
