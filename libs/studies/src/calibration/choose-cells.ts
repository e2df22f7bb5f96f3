import type { Block } from './blocks.ts';

/** What the choice knows of a block before it measures sets of blocks. */
export interface Candidate {
  readonly block: Block;
  /** How much of the attribute is decided here, by any measure that orders blocks. */
  readonly evidence: number;
  /** The same for the attribute, other than this one, that is decided here the most. */
  readonly contested: number;
}

/** Measures over so many prompts the share of pictures that follow a word swapped in exactly these blocks, and in all other cells. */
export interface Measure {
  readonly inside: (blocks: readonly Block[], prompts: number) => Promise<number>;
  readonly outside: (blocks: readonly Block[], prompts: number) => Promise<number>;
}

export interface Aim {
  /** Share that follows a word swapped everywhere. */
  readonly full: number;
  /** The cells shall carry at least this part of `full`, down to a whole number of prompts... */
  readonly insideMin: number;
  /** ...and all others at most this part. */
  readonly outsideMax: number;
  /** Prompts that are measured at first: what is less than one of them is not told apart. */
  readonly prompts: number;
}

export const DEFAULT_AIM = { insideMin: 0.95, outsideMax: 0.15 } as const;

/** How often the prompts are doubled where a share lies near what it shall be: chance would decide by the first ones. */
const DOUBLINGS_MAX = 4;

/** Differences of evidence that say nothing at the usual number of prompts. */
const SAME_EVIDENCE = 0.1;

/** A set that was tried, in the order of trying. */
export interface Trial {
  readonly blocks: readonly Block[];
  readonly inside: number;
  /** Not measured where `inside` was too little already. */
  readonly outside?: number;
  /** Prompts that it took to decide. */
  readonly prompts: number;
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
 * Leaving out, not adding: blocks work together, and most carry nothing on their own. What is near the aim is decided by up to sixteen
 * times as many prompts, so that another seed chooses the same cells.
 */
export async function chooseCells(candidates: readonly Candidate[], aim: Aim, measure: Measure): Promise<Choice> {
  const trials: Trial[] = [];
  let chosen = candidates;
  const insideMin = (prompts: number): number => Math.floor(aim.insideMin * aim.full * prompts) / prompts;
  const outsideMax = (): number => aim.outsideMax * aim.full;
  const leaveOut = async (isOut: (candidate: Candidate) => boolean): Promise<void> => {
    const rest = chosen.filter((candidate) => !isOut(candidate));
    if (rest.length === 0 || rest.length === chosen.length) return;
    const blocks = blocksIn(rest);
    const inside = await decided((prompts) => measure.inside(blocks, prompts), insideMin, aim.prompts);
    if (inside.share < insideMin(inside.prompts)) {
      trials.push({ blocks, inside: inside.share, prompts: inside.prompts, isEnough: false });
      return;
    }
    const outside = await decided((prompts) => measure.outside(blocks, prompts), outsideMax, aim.prompts);
    const isEnough = outside.share <= outsideMax();
    const prompts = Math.max(inside.prompts, outside.prompts);
    trials.push({ blocks, inside: inside.share, outside: outside.share, prompts, isEnough });
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

interface Decided {
  readonly share: number;
  readonly prompts: number;
}

/** A share over as many prompts as it takes to tell on which side of a bound it lies, as far as `DOUBLINGS_MAX` allows. */
async function decided(
  measure: (prompts: number) => Promise<number>,
  boundAt: (prompts: number) => number,
  first: number,
): Promise<Decided> {
  for (let prompts = first; ; prompts *= 2) {
    const share = await measure(prompts);
    if (prompts >= first * 2 ** DOUBLINGS_MAX || !isInDoubt(share, boundAt(prompts), prompts))
      return { share, prompts };
  }
}

/** Whether a bound lies in the 95 % interval of a share (Agresti and Coull 1998: two prompts of either kind are added). */
function isInDoubt(share: number, bound: number, prompts: number): boolean {
  const centre = (share * prompts + 2) / (prompts + 4);
  return Math.abs(centre - bound) <= 2 * Math.sqrt((centre * (1 - centre)) / (prompts + 4));
}

/** Whether no blocks of the same group are left both before and after. */
function isAtEnd({ block }: Candidate, chosen: readonly Candidate[]): boolean {
  const stages = blocksIn(chosen).flatMap(({ stage, group }) => (group === block.group ? [stage] : []));
  return block.stage === Math.min(...stages) || block.stage === Math.max(...stages);
}

const blocksIn = (candidates: readonly Candidate[]): Block[] => candidates.map(({ block }) => block);
