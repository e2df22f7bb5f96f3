import { SAMPLING_DEFAULTS } from '@facet/base';
import { ATTRIBUTES, type Attribute } from '../attributes/attributes.ts';

/** A place on the board, for one attribute. Without a token a plain word may stand in it. */
export interface Slot {
  readonly tokenId?: string | undefined;
  /** 0 to 2; 1 is the token as it was learned. */
  readonly strength: number;
  /** The token stays, and is left out of what is drawn. */
  readonly isMuted: boolean;
  readonly word: string;
}

/** Several tokens of one attribute, tried in turn while all else stays the same. */
export interface Swap {
  readonly attribute: Attribute;
  readonly tokenIds: readonly string[];
}

export interface Board {
  readonly slots: Readonly<Record<Attribute, Slot>>;
  readonly prompt: string;
  readonly negative: string;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: string;
  /** Undefined: the newest that a worker offers. */
  readonly modelId?: string | undefined;
  /** Sides of the pictures in pixels. Undefined: as its model draws them. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  /** In place of what the slot of its attribute holds, which stays for when the grid is left. */
  readonly swap?: Swap | undefined;
}

export const MAX_SEEDS = 16;
/** Rows of a grid, as the API has it. */
export const MAX_SWAPPED = 16;
const EMPTY_SLOT: Slot = { strength: 1, isMuted: false, word: '' };

export const EMPTY_BOARD: Board = {
  slots: { COLOR: EMPTY_SLOT, STYLE: EMPTY_SLOT, OBJECT: EMPTY_SLOT, LAYOUT: EMPTY_SLOT },
  prompt: '',
  negative: '',
  seeds: [1, 2, 3, 4],
  steps: SAMPLING_DEFAULTS.steps,
  guidance: SAMPLING_DEFAULTS.guidance,
  scheduler: SAMPLING_DEFAULTS.scheduler,
};

export const withSlot = (board: Board, attribute: Attribute, change: Partial<Slot>): Board => ({
  ...board,
  slots: { ...board.slots, [attribute]: { ...board.slots[attribute], ...change } },
});

/** The board without what a slot holds. */
export const cleared = (board: Board, attribute: Attribute): Board =>
  withSlot(board, attribute, { ...EMPTY_SLOT, tokenId: undefined });

/** All that it names, each once. */
export const tokenIdsOf = ({ slots, swap }: Board): string[] => [
  ...new Set([...ATTRIBUTES.flatMap((attribute) => slots[attribute].tokenId ?? []), ...(swap?.tokenIds ?? [])]),
];

/** Begins a grid over this attribute, with what is in its slot; or leaves the one that there is. */
export function withSwap(board: Board, attribute: Attribute): Board {
  const { swap, ...single } = board;
  const { tokenId } = board.slots[attribute];
  return swap?.attribute === attribute
    ? single
    : { ...single, swap: { attribute, tokenIds: tokenId === undefined ? [] : [tokenId] } };
}

/** The grid with this token, or without it where it has it. A full one takes no more. */
export function toggled(board: Board, tokenId: string): Board {
  if (!board.swap) return board;
  const { attribute, tokenIds } = board.swap;
  const next = tokenIds.includes(tokenId) ? tokenIds.filter((each) => each !== tokenId) : [...tokenIds, tokenId];
  return next.length > MAX_SWAPPED ? board : { ...board, swap: { attribute, tokenIds: next } };
}

/** Whether there is anything to draw. */
export const isDrawable = ({ slots, prompt, swap }: Board): boolean =>
  swap
    ? swap.tokenIds.length > 0
    : prompt.trim() !== '' ||
      ATTRIBUTES.some((attribute) => slots[attribute].tokenId !== undefined || slots[attribute].word.trim() !== '');

/**
 * What the API is asked to draw: one composition, or what the rows of a grid have in common. A muted token has no strength, so that
 * nothing but its attribute changes.
 */
export function drawing(board: Board) {
  const { slots, prompt, negative, seeds, steps, guidance, scheduler, modelId, width, height, swap } = board;
  const common = ATTRIBUTES.filter((attribute) => attribute !== swap?.attribute);
  return {
    prompt: prompt.trim() || null,
    negativePrompt: negative.trim(),
    slots: common.flatMap((attribute) => {
      const { tokenId, strength, isMuted } = slots[attribute];
      return tokenId === undefined ? [] : [{ attribute, tokenId, strength: isMuted ? 0 : strength }];
    }),
    words: common.flatMap((attribute) => {
      const { tokenId, word } = slots[attribute];
      return tokenId === undefined && word.trim() !== '' ? [{ attribute, word: word.trim() }] : [];
    }),
    seeds,
    steps,
    guidance,
    scheduler,
    ...(modelId !== undefined && { modelId }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

/** What the rows of its grid are. */
export const rowsOf = ({ slots }: Board, { attribute, tokenIds }: Swap) => ({
  attribute,
  tokens: tokenIds.map((tokenId) => ({ tokenId, strength: slots[attribute].strength })),
});

/** A composition as the API tells of it, or the recipe in a picture. */
interface Composed {
  readonly prompt: string | null;
  readonly negativePrompt: string;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: string;
  readonly width: number;
  readonly height: number;
  readonly model: { readonly id: string } | null;
  readonly slots: readonly {
    readonly attribute: Attribute;
    readonly strength: number;
    readonly token: { readonly id: string } | null;
  }[];
  readonly words: readonly { readonly attribute: Attribute; readonly word: string }[];
}

/** A model that a worker offers. */
interface Offered {
  readonly id: string;
  /** Sides of the pictures that it draws where nobody says otherwise. */
  readonly pixels: number;
}

/**
 * The board that draws this composition again.
 * @param offered the newest model first, which is taken where the board names none
 */
export function boardOf(composed: Composed, offered: readonly Offered[] = []): Board {
  const { prompt, negativePrompt, seeds, steps, guidance, scheduler, width, height, model, slots, words } = composed;
  const settings = { prompt: prompt ?? '', negative: negativePrompt, seeds, steps, guidance, scheduler };
  // What is not offered any more gives its place to another, which has a size of its own.
  const own = offered.find(({ id }) => id === model?.id)?.pixels;
  let board: Board = {
    ...EMPTY_BOARD,
    ...settings,
    ...(model && model.id !== offered[0]?.id && { modelId: model.id }),
    ...(own !== undefined && width !== own && { width }),
    ...(own !== undefined && height !== own && { height }),
  };
  for (const { attribute, strength, token } of slots)
    board = withSlot(board, attribute, { tokenId: token?.id, strength: strength || 1, isMuted: strength === 0 });
  for (const { attribute, word } of words) board = withSlot(board, attribute, { word });
  return board;
}

/** The board that draws this grid again, as long as it has rows. */
export function boardOfGrid(
  { attribute, rows }: { readonly attribute: Attribute; readonly rows: readonly Composed[] },
  offered?: readonly Offered[],
): Board | undefined {
  const [first] = rows;
  if (!first) return undefined;
  const tokenIds = rows.flatMap(({ slots }) => slots.find((slot) => slot.attribute === attribute)?.token?.id ?? []);
  return { ...boardOf(first, offered), swap: { attribute, tokenIds } };
}

/** As many seeds as there were or are wanted now; new ones go on from the last. */
export function seedsFor(seeds: readonly number[], count: number): number[] {
  const kept = seeds.slice(0, count);
  while (kept.length < count) kept.push(((kept.at(-1) ?? 0) + 1) % 2 ** 32);
  return kept;
}
