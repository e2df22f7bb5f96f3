import { ATTRIBUTES, type Attribute, WHOLE_TOKEN } from '@facet/base';
import type { Composition, TokenSet, Verdict } from '@facet/inversion';
import type { Trial } from './trials.ts';

/** What stands for a reference: its tokens, or, for the oracle, its true words. */
export type Source = { readonly tokens: TokenSet } | { readonly words: Verdict };

/** Where a token of a whole picture stands when a trial asks for more than one of the picture's attributes. */
const WHOLE_PLACES: readonly Attribute[] = ['object', 'style', 'color', 'layout'];

const isWhole = (source: Source | undefined): boolean =>
  source !== undefined && 'tokens' in source && source.tokens.tokens.some(({ name }) => name === WHOLE_TOKEN);

/**
 * The prompt of a trial. Single-token methods have one token for all attributes of a picture, so each picture is named
 * once: where its object would stand, else its style. (`a {style} drawing of a {object}` is then the swap of all four.)
 */
export function trialComposition(
  places: Trial['places'],
  sources: Readonly<Record<'a' | 'b', Source | undefined>>,
): Composition {
  const tokens: Partial<Record<Attribute, { set: TokenSet }>> = {};
  const words: Partial<Record<Attribute, string>> = {};
  for (const attribute of ATTRIBUTES) {
    const place = places[attribute];
    if (place === undefined) continue;
    if (typeof place === 'object') {
      words[attribute] = place.word;
      continue;
    }
    const source = sources[place];
    if (source === undefined) throw new Error(`The trial has no reference ${place}.`);
    if ('words' in source) words[attribute] = source.words[attribute];
    else if (!isWhole(source) || WHOLE_PLACES.find((other) => places[other] === place) === attribute)
      tokens[attribute] = { set: source.tokens };
  }
  return { tokens, words };
}
