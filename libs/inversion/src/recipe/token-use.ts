import { type Attribute, WHOLE_TOKEN } from '@facet/base';
import { InversionError } from '../errors.ts';
import type { LearnedToken, TokenSet } from '../tokens/token-set.ts';

/** Where a placeholder's token comes from. */
export interface TokenUse {
  readonly set: TokenSet;
  /** 0 (the fallback word) to 2, default 1; see `atStrength`. */
  readonly strength?: number;
  /** What it is called where it is kept, for recipes. */
  readonly known?: { readonly id: string; readonly name: string };
}

/**
 * The token of a set that stands for an attribute: the attribute's own, or, from single-token methods, the token of the
 * whole picture.
 */
export function tokenFor(set: TokenSet, attribute: Attribute): LearnedToken {
  const token =
    set.tokens.find(({ name }) => name === attribute) ?? set.tokens.find(({ name }) => name === WHOLE_TOKEN);
  if (token === undefined)
    throw new InversionError(
      'invalid-input',
      `These tokens (${set.method}, picture ${set.imageHash.slice(0, 12)}) have no ${attribute}; they have ${set.tokens.map(({ name }) => name).join(', ')}.`,
    );
  return token;
}
