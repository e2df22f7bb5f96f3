import { converter, differenceCiede2000, type Lab65 } from 'culori';
import type { Tensor } from '@facet/diffusion';
import type { Words } from '../words/schema.ts';
import { colorClusters } from './clusters.ts';

/** Red, green and blue of sRGB, 0 to 255. */
export type Rgb = readonly [number, number, number];

export interface PaletteColor {
  /** The nearest name of the words list: what the model can call it. */
  readonly name: string;
  /** Share of the foreground, 0 to 1; the shares of a palette sum to 1. */
  readonly share: number;
  /** The color as it is in the picture: the most of what has this name. Palettes of earlier files lack it. */
  readonly rgb?: Rgb;
}

/** Names with less than this share are details (eyes, outlines), not the picture's colours. */
const MIN_SHARE = 0.15;
const MAX_NAMES = 3;

const toLab = converter('lab65');
const toRgb = converter('rgb');
/**
 * CIEDE2000 with lightness and chroma at a fraction of their weight: a shaded or washed-out part of a red thing is still
 * red, because shading and mixing with a gray keep the hue.
 */
const difference = differenceCiede2000(3, 2);

/**
 * The main colour names of a picture: each of its clusters (`colorClusters`) named by the nearest of `colors` (CIEDE2000, kL 3,
 * kC 2), equal names added up, names under 15 % dropped, at most three. kL, kC and the weight of gray were chosen on the demo
 * model's 80 references, where the first name is then the reference's colour every time.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1].
 */
export function palette(rgb: Tensor, colors: Words['colors']): PaletteColor[] {
  const named = colors.map(({ name, rgb }) => ({ name, color: labOf(rgb) }));
  const byName = new Map<string, { share: number; most: { weight: number; color: Lab65 } }>();
  for (const { color, weight } of colorClusters(rgb)) {
    const { name } = named.reduce((best, next) =>
      difference(next.color, color) < difference(best.color, color) ? next : best,
    );
    const known = byName.get(name) ?? { share: 0, most: { weight: 0, color } };
    byName.set(name, {
      share: known.share + weight,
      most: weight > known.most.weight ? { weight, color } : known.most,
    });
  }
  const ranked = [...byName].sort(([, a], [, b]) => b.share - a.share);
  const kept = ranked.filter(([, { share }], rank) => rank === 0 || (share >= MIN_SHARE && rank < MAX_NAMES));
  const total = kept.reduce((sum, [, { share }]) => sum + share, 0);
  return kept.map(([name, { share, most }]) => ({ name, share: share / total, rgb: rgbOf(most.color) }));
}

const labOf = ([r, g, b]: Rgb): Lab65 => toLab({ mode: 'rgb', r: r / 255, g: g / 255, b: b / 255 });

function rgbOf(color: Lab65): Rgb {
  const { r, g, b } = toRgb(color);
  return [r, g, b].map((value) => Math.round(255 * Math.min(1, Math.max(0, value)))) as unknown as Rgb;
}
