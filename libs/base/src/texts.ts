import type { Bounds } from './bounds.ts';

const characters = (min: number, max: number) => ({ min, max, whole: true }) as const satisfies Bounds;

/**
 * Characters of what people write. The tokenizer of Stable Diffusion reads 75 tokens of a prompt, and the longest that Facet's
 * users write are a few hundred characters; one of 190,000 ends in the engine's stack, long after it was queued.
 */
export const TEXT_BOUNDS = {
  /** Of pictures, libraries, tokens, organisations. One line of a list. */
  name: characters(1, 200),
  /** Of an API key. */
  keyName: characters(1, 100),
  prompt: characters(1, 1000),
  negativePrompt: characters(0, 1000),
  /** A plain word for an attribute, or what a picture shows: one word, or few. */
  word: characters(1, 50),
  /** What browsers and servers agree on. */
  url: characters(1, 2000),
  description: characters(0, 2000),
  /** Of a token. */
  notes: characters(0, 5000),
  /** Of a token; and no more than 30 of them. */
  tag: characters(1, 50),
  /** Of a draft, as JSON. */
  board: characters(2, 65_536),
  /** Of a picture, as JSON, without the data of its tokens. */
  recipe: characters(2, 65_536),
  /** Chosen by clients; longer than any UUID or hash. */
  mutationKey: characters(1, 200),
} as const satisfies Record<string, Bounds>;
