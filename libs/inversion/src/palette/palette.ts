import { converter, differenceCiede2000 } from 'culori';
import { kmeans } from 'ml-kmeans';
import type { Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { Words } from '../words/schema.ts';
import { foregroundMask } from './background.ts';

export interface PaletteColor {
  /** A name of the words list. */
  readonly name: string;
  /** Share of the foreground, 0 to 1; the shares of a palette sum to 1. */
  readonly share: number;
}

const CLUSTERS = 6;
/** Names with less than this share are details (eyes, outlines), not the picture's colours. */
const MIN_SHARE = 0.15;
const MAX_NAMES = 3;
const GRAY_WEIGHT = 0.1;
/** CIELAB chroma from which a colour counts fully. */
const SATURATED_CHROMA = 40;
/** More pixels than this change nothing but the time. */
const MAX_PIXELS = 64 * 64;
/** kmeans++ starts from random centres; a fixed seed makes the palette a function of the picture. */
const SEED = 1;

const toLab = converter('lab65');
/**
 * CIEDE2000 with lightness and chroma at a fraction of their weight: a shaded or washed-out part of a red thing is still
 * red, because shading and mixing with a gray keep the hue.
 */
const difference = differenceCiede2000(3, 2);

/**
 * The main colour names of a picture: k-means in CIELAB (D65) over its foreground (see `foregroundMask`), each cluster
 * named by the nearest of `colors` (CIEDE2000, kL 3, kC 2), equal names added up with gray pixels counting less, names
 * under 15 % dropped, at most three. kL, kC and the weight of gray were chosen on the demo model's 80 references, where
 * the first name is then the reference's colour every time.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1].
 */
export function palette(rgb: Tensor, colors: Words['colors']): PaletteColor[] {
  const { lab, width, height } = labPixels(rgb);
  const mask = foregroundMask(lab, width, height);
  const points: number[][] = [];
  mask.forEach((on, pixel) => on && points.push([lab[3 * pixel]!, lab[3 * pixel + 1]!, lab[3 * pixel + 2]!]));
  const distinct = new Set(points.map((point) => point.join())).size;
  const { clusters, centroids } = kmeans(points, Math.min(CLUSTERS, distinct), {
    seed: SEED,
    initialization: 'kmeans++',
  });
  const named = colors.map(({ name, rgb: [r, g, b] }) => ({
    name,
    color: toLab({ mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 }),
  }));
  const nameOf = centroids.map(([l, a, b]) => {
    const center = { mode: 'lab65' as const, l: l!, a: a!, b: b! };
    return named.reduce((best, next) => (difference(next.color, center) < difference(best.color, center) ? next : best))
      .name;
  });
  const weights = new Map<string, number>();
  for (const cluster of clusters)
    weights.set(nameOf[cluster]!, (weights.get(nameOf[cluster]!) ?? 0) + pixelWeight(centroids[cluster]!));
  const ranked = [...weights].sort((a, b) => b[1] - a[1]);
  const all = ranked.reduce((sum, [, weight]) => sum + weight, 0);
  const kept = ranked.filter(([, weight], rank) => rank === 0 || (weight >= MIN_SHARE * all && rank < MAX_NAMES));
  const total = kept.reduce((sum, [, share]) => sum + share, 0);
  return kept.map(([name, share]) => ({ name, share: share / total }));
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
