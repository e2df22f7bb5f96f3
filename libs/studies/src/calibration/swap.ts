import type { Attribute } from '@facet/base';
import { stageCount, stageOf, type StageBounds } from '@facet/inversion';

/** In which cells the new word stands. */
export type CellRule = (stage: number, layer: number) => boolean;

/** A set of cells: a rule over the stages of these bounds. */
export interface CellSet {
  readonly stageBounds: StageBounds;
  readonly rule: CellRule;
}

/** One picture of a calibration: the words of prompt `number`, one of them exchanged in some cells. */
export interface Swap {
  readonly attribute: Attribute;
  readonly number: number;
  readonly cells: CellSet;
  /**
   * `exchanged`: all attributes are named, and the attribute's word is another one in the cells. `alone`: the prompt names
   * nothing, and the attribute's new word stands in the cells.
   */
  readonly kind: 'exchanged' | 'alone';
}

export const EVERYWHERE: CellSet = { stageBounds: [1000, 0], rule: () => true };
export const NOWHERE: CellSet = { stageBounds: [1000, 0], rule: () => false };

export const allBut = ({ stageBounds, rule }: CellSet): CellSet => ({
  stageBounds,
  rule: (stage, layer) => !rule(stage, layer),
});

/** The cells as the sampler meets them: `[step][layer]`. */
export function cellsAtSteps(
  { stageBounds, rule }: CellSet,
  timesteps: readonly number[],
  layers: number,
): boolean[][] {
  const stages = Array.from({ length: stageCount(stageBounds) }, (_, stage) =>
    Array.from({ length: layers }, (_, layer) => rule(stage, layer)),
  );
  return timesteps.map((timestep) => stages[stageOf(stageBounds, timestep)]!);
}

/**
 * Names a picture by what it is drawn from: equal keys are equal pictures, however the cells were described. A row of cells is
 * written once with the number of steps that it lasts.
 */
export function swapKey({ attribute, number, kind }: Swap, cells: readonly (readonly boolean[])[]): string {
  const rows = cells.map((row) => row.map(Number).join(''));
  const runs: [row: string, steps: number][] = [];
  for (const row of rows) {
    const last = runs.at(-1);
    if (last?.[0] === row) last[1] += 1;
    else runs.push([row, 1]);
  }
  const isUnchanged = !rows.some((row) => row.includes('1'));
  return `${number} ${kind} ${isUnchanged ? '-' : attribute} ${runs.map(([row, steps]) => `${steps}x${row}`).join(' ')}`;
}
