import { differenceCiede2000, type Lab65 } from 'culori';
import type { ColorCluster } from './clusters.ts';

const difference = differenceCiede2000();

/**
 * How far the colors of two pictures are apart, in CIEDE2000: the mean of two views that err in different ways. One looks for
 * each color of either picture in the other, and so is misled by mixtures at edges; the other compares their mean colors, and so
 * does not see how they are made up.
 */
export function paletteDistance(a: readonly ColorCluster[], b: readonly ColorCluster[]): number {
  const nearest = (farFrom(a, b) + farFrom(b, a)) / 2;
  return (nearest + difference(meanColor(a), meanColor(b))) / 2;
}

/** The weighted mean, over the clusters of one picture, of the distance to the nearest of the other. */
const farFrom = (from: readonly ColorCluster[], to: readonly ColorCluster[]): number =>
  from.reduce(
    (sum, { color, weight }) => sum + weight * Math.min(...to.map((other) => difference(color, other.color))),
    0,
  );

function meanColor(clusters: readonly ColorCluster[]): Lab65 {
  const mean = (axis: 'l' | 'a' | 'b'): number =>
    clusters.reduce((sum, { color, weight }) => sum + weight * color[axis], 0);
  return { mode: 'lab65', l: mean('l'), a: mean('a'), b: mean('b') };
}
