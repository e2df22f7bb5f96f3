import { ATTRIBUTES } from '@facet/base';
import { getTokens, getTokensByHash, sameModel, type Actor, type OrganizationTransaction, type Token } from '@facet/db';
import { hashesOf, type Recipe, type RecipeToken } from '@facet/inversion/recipes';
import { NotFoundError, type MissingToken } from '../errors.ts';
import { decodeId } from '../ids.ts';

/** A token that a recipe names, and what of the viewer's it is. */
export interface RecipeSlot extends MissingToken {
  readonly hash: string;
  readonly strength: number;
  /** Null where there is none that the viewer may use. */
  readonly token: Token | null;
}

/**
 * The tokens that a recipe names, among those that the actor may read now: the very version, by its id, and where that is gone or
 * somebody else's the same token in another place, by its hash; own ones before granted ones.
 */
export async function findTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  { tokens, fingerprint }: Recipe,
): Promise<RecipeSlot[]> {
  const fingerprints: readonly string[] = await sameModel(transaction, fingerprint);
  const slots: RecipeSlot[] = [];
  for (const attribute of ATTRIBUTES) {
    const use = tokens[attribute];
    if (use === undefined) continue;
    const fits = (token: Token): boolean =>
      fingerprints.includes(token.fingerprint) && (token.attribute === attribute || token.attribute === 'token');
    const token = (await candidates(transaction, actor, use)).find(fits) ?? null;
    slots.push({ attribute, tokenName: use.name ?? null, hash: use.hash, strength: use.strength, token });
  }
  return slots;
}

async function candidates(transaction: OrganizationTransaction, actor: Actor, use: RecipeToken): Promise<Token[]> {
  const hashes = hashesOf(use);
  const byId = await getTokens(transaction, actor, idsOf(use));
  // An id that somebody wrote into a recipe names nothing but what the hash says; old versions have none.
  const same = byId.filter(({ hash }) => hash === null || hashes.includes(hash));
  return [...same, ...(await getTokensByHash(transaction, actor, hashes))];
}

function idsOf({ id }: RecipeToken) {
  try {
    return id === undefined ? [] : [decodeId('Token', id)];
  } catch (error) {
    if (error instanceof NotFoundError) return [];
    throw error;
  }
}

export const missingOf = (slots: readonly RecipeSlot[]): MissingToken[] =>
  slots.filter(({ token }) => token === null).map(({ attribute, tokenName, hash }) => ({ attribute, tokenName, hash }));
