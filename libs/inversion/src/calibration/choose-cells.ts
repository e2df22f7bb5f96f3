import type { Block } from './blocks.ts';

/** What the choice knows of a block before it measures sets of blocks. */
export interface Candidate {
  readonly block: Block;
  /** Share that follows when the word is swapped only here, plus what is missing when it is swapped everywhere but here. */
  readonly evidence: number;
  /** The same for the attribute, other than this one, that is decided here the most. */
  readonly contested: number;
}

/** Shares of pictures that follow a word swapped in exactly these blocks, and in all other cells. */
export interface Held {
  readonly inside: number;
  readonly outside: number;
}

export interface Aim {
  /** Share that follows a word swapped everywhere. */
  readonly full: number;
  /** The cells shall carry at least this part of `full`... */
  readonly insideMin: number;
  /** ...and all others at most this part. */
  readonly outsideMax: number;
}

export const DEFAULT_AIM = { insideMin: 0.95, outsideMax: 0.15 } as const;

/** A set that was tried, in the order of trying. */
export interface Trial extends Held {
  readonly blocks: readonly Block[];
  readonly isEnough: boolean;
}

export interface Choice {
  readonly blocks: readonly Block[];
  readonly trials: readonly Trial[];
}

/**
 * A small set of blocks that carries an attribute: greedy, with every step measured.
 *
 * 1. Blocks are added, the one with the most evidence first, until a swap in them is enough (see `Aim`).
 * 2. Each block is then left out again where the rest is still enough; the most contested ones (where another attribute is
 *    decided more than this one) are tried first, so that they are avoided where it costs nothing.
 *
 * Where no set is enough, all blocks stay.
 */
export async function chooseCells(
  candidates: readonly Candidate[],
  aim: Aim,
  measure: (blocks: readonly Block[]) => Promise<Held>,
): Promise<Choice> {
  const trials: Trial[] = [];
  const isEnough = async (blocks: readonly Block[]): Promise<boolean> => {
    const held = await measure(blocks);
    const enough = held.inside >= aim.insideMin * aim.full && held.outside <= aim.outsideMax * aim.full;
    trials.push({ blocks, ...held, isEnough: enough });
    return enough;
  };
  const byEvidence = [...candidates].sort((a, b) => b.evidence - a.evidence || a.contested - b.contested);
  let chosen: Candidate[] = [];
  for (const candidate of byEvidence) {
    chosen.push(candidate);
    if (await isEnough(blocksIn(chosen))) break;
  }
  if (!trials.at(-1)?.isEnough) return { blocks: blocksIn(chosen), trials };
  const byCost = [...chosen].sort((a, b) => b.contested - b.evidence - (a.contested - a.evidence));
  for (const candidate of byCost) {
    const rest = chosen.filter((each) => each !== candidate);
    if (rest.length > 0 && (await isEnough(blocksIn(rest)))) chosen = rest;
  }
  return { blocks: blocksIn(chosen), trials };
}

const blocksIn = (candidates: readonly Candidate[]): Block[] => candidates.map(({ block }) => block);
