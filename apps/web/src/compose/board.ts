import { ATTRIBUTES, attributeOf, type Attribute } from '../attributes/attributes.ts';

/** A place on the board, for one attribute. Without a token a plain word may stand in it. */
export interface Slot {
  readonly tokenId?: string | undefined;
  /** 0 to 2; 1 is the token as it was learned. */
  readonly strength: number;
  /** The token stays, and is left out of what is drawn. */
  readonly isMuted: boolean;
  readonly word: string;
}

export interface Board {
  readonly slots: Readonly<Record<Attribute, Slot>>;
  readonly prompt: string;
  readonly negative: string;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
}

export const MAX_SEEDS = 16;
const EMPTY_SLOT: Slot = { strength: 1, isMuted: false, word: '' };

export const EMPTY_BOARD: Board = {
  slots: { COLOR: EMPTY_SLOT, STYLE: EMPTY_SLOT, OBJECT: EMPTY_SLOT, LAYOUT: EMPTY_SLOT },
  prompt: '',
  negative: '',
  seeds: [1, 2, 3, 4],
  steps: 25,
  guidance: 7,
};

export const withSlot = (board: Board, attribute: Attribute, change: Partial<Slot>): Board => ({
  ...board,
  slots: { ...board.slots, [attribute]: { ...board.slots[attribute], ...change } },
});

/** The board without what a slot holds. */
export const cleared = (board: Board, attribute: Attribute): Board =>
  withSlot(board, attribute, { ...EMPTY_SLOT, tokenId: undefined });

export const tokenIdsOf = ({ slots }: Board): string[] =>
  ATTRIBUTES.flatMap((attribute) => slots[attribute].tokenId ?? []);

/** Whether there is anything to draw. */
export const isDrawable = ({ slots, prompt }: Board): boolean =>
  prompt.trim() !== '' ||
  ATTRIBUTES.some((attribute) => slots[attribute].tokenId !== undefined || slots[attribute].word.trim() !== '');

/** What the API is asked to draw. A muted token has no strength, so that nothing but its attribute changes. */
export function drawing(board: Board) {
  const { slots, prompt, negative, seeds, steps, guidance } = board;
  return {
    prompt: prompt.trim() || null,
    negativePrompt: negative.trim(),
    slots: ATTRIBUTES.flatMap((attribute) => {
      const { tokenId, strength, isMuted } = slots[attribute];
      return tokenId === undefined ? [] : [{ attribute, tokenId, strength: isMuted ? 0 : strength }];
    }),
    words: ATTRIBUTES.flatMap((attribute) => {
      const { tokenId, word } = slots[attribute];
      return tokenId === undefined && word.trim() !== '' ? [{ attribute, word: word.trim() }] : [];
    }),
    seeds,
    steps,
    guidance,
  };
}

/** A composition as the API tells of it. */
interface Composed {
  readonly prompt: string | null;
  readonly negativePrompt: string;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly slots: readonly {
    readonly attribute: Attribute;
    readonly strength: number;
    readonly token: { readonly id: string } | null;
  }[];
  readonly words: readonly { readonly attribute: Attribute; readonly word: string }[];
}

/** The board that draws this composition again. */
export function boardOf({ prompt, negativePrompt, seeds, steps, guidance, slots, words }: Composed): Board {
  let board: Board = { ...EMPTY_BOARD, prompt: prompt ?? '', negative: negativePrompt, seeds, steps, guidance };
  for (const { attribute, strength, token } of slots)
    board = withSlot(board, attribute, { tokenId: token?.id, strength: strength || 1, isMuted: strength === 0 });
  for (const { attribute, word } of words) board = withSlot(board, attribute, { word });
  return board;
}

/** The board as an address has it: what is as it always is, is left out. */
export function toSearch(board: Board): URLSearchParams {
  const search = new URLSearchParams();
  const muted = ATTRIBUTES.filter((attribute) => board.slots[attribute].isMuted).map((each) => each.toLowerCase());
  for (const attribute of ATTRIBUTES) {
    const { tokenId, strength, word } = board.slots[attribute];
    const name = attribute.toLowerCase();
    if (tokenId !== undefined) search.set(name, tokenId);
    if (strength !== 1) search.set(`${name}-strength`, String(strength));
    if (word !== '') search.set(`${name}-word`, word);
  }
  if (muted.length > 0) search.set('muted', muted.join(','));
  if (board.prompt !== '') search.set('prompt', board.prompt);
  if (board.negative !== '') search.set('negative', board.negative);
  if (board.seeds.join() !== EMPTY_BOARD.seeds.join()) search.set('seeds', board.seeds.join(','));
  if (board.steps !== EMPTY_BOARD.steps) search.set('steps', String(board.steps));
  if (board.guidance !== EMPTY_BOARD.guidance) search.set('guidance', String(board.guidance));
  return search;
}

/** Reads what `toSearch` has written. What is out of bounds, or nonsense, is as on an empty board. */
export function fromSearch(search: URLSearchParams): Board {
  const number = (name: string, otherwise: number, min: number, max: number): number => {
    const value = Number.parseFloat(search.get(name) ?? '');
    return value >= min && value <= max ? value : otherwise;
  };
  const muted = new Set((search.get('muted') ?? '').split(',').map(attributeOf));
  let board = EMPTY_BOARD;
  for (const attribute of ATTRIBUTES) {
    const name = attribute.toLowerCase();
    board = withSlot(board, attribute, {
      tokenId: search.get(name) ?? undefined,
      strength: number(`${name}-strength`, 1, 0, 2),
      isMuted: muted.has(attribute),
      word: search.get(`${name}-word`) ?? '',
    });
  }
  const seeds = (search.get('seeds') ?? '').split(',').map(Number).filter(isSeed).slice(0, MAX_SEEDS);
  return {
    ...board,
    prompt: search.get('prompt') ?? '',
    negative: search.get('negative') ?? '',
    seeds: search.has('seeds') && seeds.length > 0 ? seeds : EMPTY_BOARD.seeds,
    steps: number('steps', EMPTY_BOARD.steps, 1, 1000),
    guidance: number('guidance', EMPTY_BOARD.guidance, 1, 50),
  };
}

const isSeed = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < 2 ** 32;

/** As many seeds as there were or are wanted now; new ones go on from the last. */
export function seedsFor(seeds: readonly number[], count: number): number[] {
  const kept = seeds.slice(0, count);
  while (kept.length < count) kept.push(((kept.at(-1) ?? 0) + 1) % 2 ** 32);
  return kept;
}
