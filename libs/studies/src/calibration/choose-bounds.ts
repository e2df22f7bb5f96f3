import type { StageBounds } from '@facet/inversion';

/** Means of `Timing`, without intervals. */
export interface Switching {
  readonly until: readonly number[];
  readonly from: readonly number[];
  readonly full: number;
}

/** No stage is shorter: a sampler of few steps must visit each. */
const STAGE_TIMESTEPS_MIN = 70;
const ROUNDED_TO = 10;

/**
 * How much of an attribute is decided at each edge, from 0 to 1. A word that stands until t shows what is settled by then, a
 * word that comes in at t what is still open; what is decided lies between the two, so their mean is taken. Noise may make
 * the curve fall, which deciding cannot.
 */
export function decidedAt({ until, from, full }: Switching): number[] {
  let most = 0;
  return until.map((value, i) => (most = Math.max(most, Math.min(1, (value + full - from[i]!) / 2 / full))));
}

/**
 * Stage bounds that cut the measured switching, averaged over the attributes, into equal shares, so that each stage decides
 * about as much as the others. Between edges the curve is taken as straight.
 *
 * @param edges timesteps, falling, ending at 0
 * @param stages how many stages; with n stages none is shorter than 70 timesteps
 */
export function chooseBounds(edges: readonly number[], attributes: readonly Switching[], stages: number): StageBounds {
  const curves = attributes.filter(({ full }) => full > 0).map(decidedAt);
  const average = edges.map((_, i) => curves.reduce((sum, curve) => sum + curve[i]!, 0) / curves.length);
  const last = average.at(-1)!;
  const bounds = [edges[0]!];
  for (let stage = 1; stage < stages; stage++) {
    const crossing = Math.round(timestepAt(edges, average, (stage / stages) * last) / ROUNDED_TO) * ROUNDED_TO;
    const room = (stages - stage) * STAGE_TIMESTEPS_MIN;
    bounds.push(Math.max(room, Math.min(crossing, bounds.at(-1)! - STAGE_TIMESTEPS_MIN)));
  }
  return [...bounds, 0];
}

function timestepAt(edges: readonly number[], curve: readonly number[], value: number): number {
  const after = curve.findIndex((each) => each >= value);
  if (after <= 0) return edges[0]!;
  const [low, high] = [curve[after - 1]!, curve[after]!];
  return edges[after - 1]! + ((value - low) / (high - low)) * (edges[after]! - edges[after - 1]!);
}
