import { idFromMutationKey, type LibraryId, type TokenId } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import type { Actor } from '../account/actor.ts';
import { recordAudit } from '../account/audit.ts';
import { once } from '../account/client-mutation.ts';
import { addTokens, type NewToken } from './write-tokens.ts';

/**
 * Puts the tokens of a file into a library of the organisation. The same key gives the same ones; `request` is what was asked
 * for with it, without the content. Throws `not-found`, `name-taken`, `mutation-key-reused`.
 */
export async function importTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  libraryId: LibraryId,
  tokens: readonly NewToken[],
  request: unknown,
  key?: string,
): Promise<TokenId[]> {
  const { organizationId } = transaction;
  /** All ids follow from the first, which follows from the key. */
  const idsFrom = (first: TokenId): TokenId[] =>
    tokens.map((_, i) =>
      i === 0
        ? first
        : idFromMutationKey({ organizationId, actorId: actor.id, mutation: 'importTokens', key: `${first} ${i}` }),
    );
  const mutation = { mutation: 'importTokens', key, request };
  const first = await once<TokenId>(transaction, actor, mutation, async (id) => {
    const ids = await addTokens(transaction, actor, libraryId, tokens, { source: 'import' }, idsFrom(id));
    for (const subjectId of ids)
      await recordAudit(transaction, actor, { action: 'token.import', subjectKind: 'token', subjectId });
  });
  return idsFrom(first);
}
