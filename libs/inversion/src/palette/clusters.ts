import { converter, type Lab65 } from 'culori';
import { kmeans } from 'ml-kmeans';
import type { Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { foregroundMask } from './background.ts';

/** A main color of a picture as it is. */
export interface ColorCluster {
  readonly color: Lab65;
  /** What it counts for in the picture, 0 to 1; the weights of a picture sum to 1. */
  readonly weight: number;
}

const CLUSTERS = 6;
const GRAY_WEIGHT = 0.1;
/** CIELAB chroma from which a colour counts fully. */
const SATURATED_CHROMA = 40;
/** More pixels than this change nothing but the time. */
const MAX_PIXELS = 64 * 64;
/** kmeans++ starts from random centres; a fixed seed makes the clusters a function of the picture. */
const SEED = 1;

const toLab = converter('lab65');

/**
 * The colors of a picture: k-means in CIELAB (D65) over its foreground (see `foregroundMask`), gray pixels counting less.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1].
 */
export function colorClusters(rgb: Tensor): ColorCluster[] {
  const { lab, width, height } = labPixels(rgb);
  const mask = foregroundMask(lab, width, height);
  const points: number[][] = [];
  mask.forEach((on, pixel) => on && points.push([lab[3 * pixel]!, lab[3 * pixel + 1]!, lab[3 * pixel + 2]!]));
  const distinct = new Set(points.map((point) => point.join())).size;
  const { clusters, centroids } = kmeans(points, Math.min(CLUSTERS, distinct), {
    seed: SEED,
    initialization: 'kmeans++',
  });
  const weights = centroids.map(() => 0);
  for (const cluster of clusters) weights[cluster]! += pixelWeight(centroids[cluster]!);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return centroids.map(([l, a, b], i) => ({
    color: { mode: 'lab65', l: l!, a: a!, b: b! },
    weight: weights[i]! / total,
  }));
}

/** Outlines, shadows and text are gray; a gray pixel counts a tenth of a saturated one, so that they do not win. */
function pixelWeight([, a, b]: readonly number[]): number {
  return GRAY_WEIGHT + (1 - GRAY_WEIGHT) * Math.min(1, Math.hypot(a!, b!) / SATURATED_CHROMA);
}

/** CIELAB of a picture, thinned to at most about 4096 pixels by taking every k-th row and column. */
function labPixels({ data, dims }: Tensor): { lab: Float64Array; width: number; height: number } {
  const [n, channels, fullHeight, fullWidth] = dims;
  if (n !== 1 || channels !== 3 || !fullHeight || !fullWidth)
    throw new InversionError(
      'invalid-input',
      `A palette needs one picture [1, 3, height, width], not [${dims.join(', ')}].`,
    );
  if (!data.every(Number.isFinite))
    throw new InversionError('invalid-input', 'The picture holds values that are not numbers.');
  const stride = Math.max(1, Math.ceil(Math.sqrt((fullHeight * fullWidth) / MAX_PIXELS)));
  const [height, width] = [Math.ceil(fullHeight / stride), Math.ceil(fullWidth / stride)];
  const plane = fullHeight * fullWidth;
  const lab = new Float64Array(3 * width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * stride * fullWidth + x * stride;
      const [r, g, b] = [0, 1, 2].map((channel) => (data[channel * plane + at]! + 1) / 2) as [number, number, number];
      const color = toLab({ mode: 'rgb', r, g, b });
      lab.set([color.l, color.a, color.b], 3 * (y * width + x));
    }
  return { lab, width, height };
}
