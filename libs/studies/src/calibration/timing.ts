import type { Attribute } from '@facet/base';
import type { Interval } from '../bootstrap.ts';
import { measure, type Question } from './measure.ts';
import type { PictureLog } from './picture-log.ts';
import { EVERYWHERE, NOWHERE, type CellSet } from './swap.ts';

/** Timesteps at which the switching over time is measured: ten equal intervals. */
export const TIMING_EDGES = [1000, 900, 800, 700, 600, 500, 400, 300, 200, 100, 0] as const;

/** When a word decides its attribute, all layers together. */
export interface Timing {
  /** Share that follows when the word stands from noise down to `TIMING_EDGES[i]`, old word below: rises from 0 to `full`. */
  readonly until: readonly Interval[];
  /** Share that follows when the word stands from `TIMING_EDGES[i]` to the end, old word before: falls from `full` to 0. */
  readonly from: readonly Interval[];
  /** Share that follows a word that stands everywhere: the most that any cells can do. */
  readonly full: Interval;
  /** Share that shows the old word as another word anyway, without any swap; a judge's or the model's own error. */
  readonly base: Interval;
}

const between = (high: number, low: number): CellSet => {
  if (high === low) return NOWHERE;
  const stageBounds = [...new Set([1000, high, low, 0])];
  const stage = stageBounds.indexOf(low) - 1;
  return { stageBounds, rule: (each) => each === stage };
};

/** Measures the switching over time of each attribute. */
export async function measureTiming(
  log: PictureLog,
  attributes: readonly Attribute[],
  numbers: readonly number[],
  onProgress?: (done: number, of: number) => void,
): Promise<Partial<Record<Attribute, Timing>>> {
  const cells = [
    ...TIMING_EDGES.map((edge) => between(1000, edge)),
    ...TIMING_EDGES.map((edge) => between(edge, 0)),
    EVERYWHERE,
    NOWHERE,
  ];
  const questions = attributes.flatMap((attribute) => cells.map((each): Question => ({ attribute, cells: each })));
  const of = questions.length * numbers.length;
  const rates = await measure(log, questions, numbers, (done) => onProgress?.(done, of));
  const edges = TIMING_EDGES.length;
  return Object.fromEntries(
    attributes.map((attribute, i) => {
      const followed = rates.slice(i * cells.length, (i + 1) * cells.length).map((each) => each.followed);
      const [full, base] = followed.slice(2 * edges);
      return [attribute, { until: followed.slice(0, edges), from: followed.slice(edges, 2 * edges), full, base }];
    }),
  ) as Partial<Record<Attribute, Timing>>;
}
