import { InversionError } from '../errors.ts';

/**
 * Stage bounds are timesteps from the noisy end down to 0: [1000, 800, 600, 200, 0] makes four stages, stage s holding
 * the timesteps t with bounds[s + 1] <= t < bounds[s].
 */
export type StageBounds = readonly number[];

export const stageCount = (bounds: StageBounds): number => bounds.length - 1;

/** The stage a timestep (fractional allowed) belongs to; a timestep at or above the first bound is in stage 0. */
export function stageOf(bounds: StageBounds, timestep: number): number {
  for (let stage = 0; stage < bounds.length - 1; stage++) if (timestep >= bounds[stage + 1]!) return stage;
  return bounds.length - 2;
}

export function checkStageBounds(bounds: StageBounds): void {
  const falling = bounds.every((bound, i) => i === 0 || bound < bounds[i - 1]!);
  if (bounds.length < 2 || !falling || bounds.at(-1) !== 0)
    throw new InversionError(
      'invalid-map',
      `Stage bounds [${bounds.join(', ')}] must fall strictly and end at 0, for example [1000, 800, 600, 200, 0].`,
    );
}

/** All bounds of several lists, so that every stage of the union lies inside one stage of each list. */
export function unionBounds(lists: readonly StageBounds[]): StageBounds {
  return [...new Set(lists.flat())].sort((a, b) => b - a);
}
