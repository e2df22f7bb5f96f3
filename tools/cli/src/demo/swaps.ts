import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { BothVerdicts, TokenSet, TokenUse } from '@facet/inversion';
import type { DrawnPicture } from '../actions/draw/draw.ts';

/** The words that describe a picture of a bundled model's world. */
export type Factors = Readonly<Record<Attribute, string>>;

/** A bundled reference picture with its true words and, once inverted, its tokens. */
export interface DemoReference {
  /** `A` or `B`. */
  readonly letter: string;
  readonly file: string;
  readonly factors: Factors;
}

/** Which reference gives which attribute. */
export interface Swap {
  readonly name: string;
  /** Short, for progress lines. */
  readonly label: string;
  readonly heading: string;
  readonly giver: Readonly<Record<Attribute, DemoReference>>;
}

export interface DrawnSwap {
  readonly swap: Swap;
  readonly pictures: readonly (Pick<DrawnPicture, 'seed' | 'png'> & { readonly seen: BothVerdicts })[];
}

/**
 * Less than what is usual (`SAMPLING_DEFAULTS`), because a swap says all four attributes: then more guidance saturates colours
 * and washes styles out, and fewer pictures are right, .86 at 7 where it is .91 at 3.5 (docs/method.md).
 */
export const DEMO_GUIDANCE = 3.5;

/** Color and style of one with object and layout of the other, and the reverse. */
export function swapsOf(a: DemoReference, b: DemoReference): Swap[] {
  const swap = (look: DemoReference, content: DemoReference): Swap => ({
    name: `color-style-of-${look.letter}-object-layout-of-${content.letter}`.toLowerCase(),
    label: `${content.letter} in the look of ${look.letter}`,
    heading: `Color and style of ${look.letter}, object and layout of ${content.letter}`,
    giver: { color: look, style: look, object: content, layout: content },
  });
  return [swap(a, b), swap(b, a)];
}

/** What the pictures of a swap should show. */
export function wantedFactors(swap: Swap): Factors {
  const words = ATTRIBUTES.map((attribute) => [attribute, swap.giver[attribute].factors[attribute]]);
  return Object.fromEntries(words) as Factors;
}

export function tokensOf(swap: Swap, sets: ReadonlyMap<DemoReference, TokenSet>): Record<Attribute, TokenUse> {
  const uses = ATTRIBUTES.map((attribute) => [attribute, { set: sets.get(swap.giver[attribute])! }]);
  return Object.fromEntries(uses) as Record<Attribute, TokenUse>;
}
