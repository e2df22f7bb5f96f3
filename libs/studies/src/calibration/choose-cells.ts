import type { Block } from './blocks.ts';

/** What the choice knows of a block before it measures sets of blocks. */
export interface Candidate {
  readonly block: Block;
  /** How much of the attribute is decided here, by any measure that orders blocks. */
  readonly evidence: number;
  /** The same for the attribute, other than this one, that is decided here the most. */
  readonly contested: number;
}

/** Measures the share of pictures that follow a word swapped in exactly these blocks, and in all other cells. */
export interface Measure {
  readonly inside: (blocks: readonly Block[]) => Promise<number>;
  readonly outside: (blocks: readonly Block[]) => Promise<number>;
}

export interface Aim {
  /** Share that follows a word swapped everywhere. */
  readonly full: number;
  /** The cells shall carry at least this part of `full`, down to a whole number of prompts... */
  readonly insideMin: number;
  /** ...and all others at most this part. */
  readonly outsideMax: number;
  /** Prompts that are measured: what is less than one of them is not told apart. */
  readonly prompts: number;
}

export const DEFAULT_AIM = { insideMin: 0.95, outsideMax: 0.15 } as const;

/** Differences of evidence that say nothing at the usual number of prompts. */
const SAME_EVIDENCE = 0.05;

/** A set that was tried, in the order of trying. */
export interface Trial {
  readonly blocks: readonly Block[];
  readonly inside: number;
  /** Not measured where `inside` was too little already. */
  readonly outside?: number;
  readonly isEnough: boolean;
}

export interface Choice {
  readonly blocks: readonly Block[];
  readonly trials: readonly Trial[];
}

/**
 * A small set of blocks that carries an attribute. Greedy, with every step measured: all blocks, of which some are left out
 * as long as a swap in the rest is enough (see `Aim`). Whole groups are tried first, then single blocks, the ones with the
 * least evidence before the others, so that little is left; of blocks with about the same evidence the most contested one
 * first, so that cells in which another attribute is decided are avoided where that costs nothing. A group loses its first or
 * last stage, never one between: an attribute is decided over a stretch of time, and a hole would rest on a few prompts.
 *
 * Leaving out, not adding: blocks work together, and most carry nothing on their own.
 */
export async function chooseCells(candidates: readonly Candidate[], aim: Aim, measure: Measure): Promise<Choice> {
  const trials: Trial[] = [];
  let chosen = candidates;
  const insideMin = Math.floor(aim.insideMin * aim.full * aim.prompts) / aim.prompts;
  const leaveOut = async (isOut: (candidate: Candidate) => boolean): Promise<void> => {
    const rest = chosen.filter((candidate) => !isOut(candidate));
    if (rest.length === 0 || rest.length === chosen.length) return;
    const blocks = blocksIn(rest);
    const inside = await measure.inside(blocks);
    if (inside < insideMin) {
      trials.push({ blocks, inside, isEnough: false });
      return;
    }
    const outside = await measure.outside(blocks);
    const isEnough = outside <= aim.outsideMax * aim.full;
    trials.push({ blocks, inside, outside, isEnough });
    if (isEnough) chosen = rest;
  };
  const evidenceIn = (group: Block['group']): number =>
    candidates.reduce((sum, { block, evidence }) => sum + (block.group === group ? evidence : 0), 0);
  const groups = [...new Set(candidates.map(({ block }) => block.group))];
  for (const group of groups.sort((a, b) => evidenceIn(a) - evidenceIn(b)))
    await leaveOut(({ block }) => block.group === group);
  const level = ({ evidence }: Candidate): number => Math.round(evidence / SAME_EVIDENCE);
  const weakestFirst = [...candidates].sort((a, b) => level(a) - level(b) || b.contested - a.contested);
  const tried = new Set<Candidate>();
  for (;;) {
    const next = weakestFirst.find((each) => chosen.includes(each) && !tried.has(each) && isAtEnd(each, chosen));
    if (next === undefined) break;
    tried.add(next);
    await leaveOut((each) => each === next);
  }
  return { blocks: blocksIn(chosen), trials };
}

/** Whether no blocks of the same group are left both before and after. */
function isAtEnd({ block }: Candidate, chosen: readonly Candidate[]): boolean {
  const stages = blocksIn(chosen).flatMap(({ stage, group }) => (group === block.group ? [stage] : []));
  return block.stage === Math.min(...stages) || block.stage === Math.max(...stages);
}

const blocksIn = (candidates: readonly Candidate[]): Block[] => candidates.map(({ block }) => block);
