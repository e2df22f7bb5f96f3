import { differenceCiede2000 } from 'culori';
import type { ColorCluster } from './clusters.ts';

const difference = differenceCiede2000();

/** Clusters that weigh less do not count: they are outlines and mixtures at edges. Of six at least one weighs a sixth. */
const MIN_WEIGHT = 0.15;

/**
 * How far the colors of two pictures are apart, in CIEDE2000: the weighted mean, over the clusters of either, of the distance to
 * the nearest of the other, and of both the mean.
 */
export function paletteDistance(a: readonly ColorCluster[], b: readonly ColorCluster[]): number {
  return (farFrom(a, b) + farFrom(b, a)) / 2;
}

function farFrom(from: readonly ColorCluster[], to: readonly ColorCluster[]): number {
  const [wanted, there] = [counted(from), counted(to)];
  const total = wanted.reduce((sum, { weight }) => sum + weight, 0);
  return wanted.reduce((sum, { color, weight }) => {
    const nearest = Math.min(...there.map((other) => difference(color, other.color)));
    return sum + (weight / total) * nearest;
  }, 0);
}

const counted = (clusters: readonly ColorCluster[]): ColorCluster[] =>
  clusters.filter(({ weight }) => weight >= MIN_WEIGHT);
