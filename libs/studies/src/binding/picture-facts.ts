import type { Tensor } from '@facet/diffusion';
import type { Lab65 } from 'culori';
import { ciede2000, labPicture, meanLab, SIDE } from './lab-picture.ts';
import { centreOf, opened, overlapLost, quantile, silhouette, type Mask } from './mask.ts';
import { texture } from './texture.ts';

/** What is measured on a picture's pixels; no network has a say in it. */
export interface PictureFacts {
  /** Background, and the dark and the light end of what stands on it. */
  readonly palette: readonly [Lab65, Lab65, Lab65];
  readonly silhouette: Mask;
  readonly centre: { readonly x: number; readonly y: number };
  readonly texture: readonly number[];
}

/** How far two pictures are apart, all 0 for equal ones. */
export interface Distances {
  /** CIEDE2000, the mean over background, dark and light end. */
  readonly color: number;
  /** One minus intersection over union of the silhouettes. */
  readonly overlap: number;
  /** Between the silhouettes' centres, in shares of the side. */
  readonly shift: number;
  /** Decades of power, the mean over frequencies and directions. */
  readonly texture: number;
}

/** CIEDE2000 from the background from which on a pixel belongs to what stands on it. */
const APART = 8;
const BORDER = 6;
/** Pixels of the border that are looked at, about; and how near (CIE76) two of them are alike. */
const LOOKED_AT = 150;
const ALIKE = 6;
/** With fewer pixels nothing stands on the background; then those that differ most count. */
const LEAST_PIXELS = 40;
const MOST_APART = 0.97;
/** Of what stands on the background, the share that makes an end. */
const END = 0.3;

export function pictureFacts(rgb: Tensor): PictureFacts {
  const lab = labPicture(rgb);
  const ground = background(lab);
  const apart = lab.map((color) => ciede2000(color, ground));
  const mask = opened(
    Uint8Array.from(apart, (distance) => (distance > APART ? 1 : 0)),
    SIDE,
  );
  let inside = lab.filter((_, at) => mask[at]);
  if (inside.length < LEAST_PIXELS) {
    const bound = quantile(
      apart.toSorted((a, b) => a - b),
      MOST_APART,
    );
    inside = lab.filter((_, at) => apart[at]! >= bound);
  }
  inside.sort((a, b) => a.l - b.l);
  const end = Math.max(1, Math.floor(inside.length * END));
  const filled = silhouette(mask, SIDE);
  return {
    palette: [ground, meanLab(inside.slice(0, end)), meanLab(inside.slice(-end))],
    silhouette: filled,
    centre: centreOf(filled, SIDE),
    texture: texture(lab.map(({ l }) => l)),
  };
}

const isBorder = (at: number): boolean =>
  [at % SIDE, Math.floor(at / SIDE)].some((v) => v < BORDER || v >= SIDE - BORDER);

/** The commonest color of the border. */
function background(lab: readonly Lab65[]): Lab65 {
  const border = lab.filter((_, at) => isBorder(at));
  const step = Math.max(1, Math.floor(border.length / LOOKED_AT));
  const looked = border.filter((_, i) => i % step === 0);
  const near = looked.map((color) => looked.filter((other) => cie76(color, other) < ALIKE));
  return meanLab(near.reduce((best, next) => (next.length > best.length ? next : best)));
}

const cie76 = (a: Lab65, b: Lab65): number => Math.hypot(a.l - b.l, a.a - b.a, a.b - b.b);

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

export function distances(a: PictureFacts, b: PictureFacts): Distances {
  return {
    color: mean(a.palette.map((color, i) => ciede2000(color, b.palette[i]!))),
    overlap: overlapLost(a.silhouette, b.silhouette),
    shift: Math.hypot(a.centre.x - b.centre.x, a.centre.y - b.centre.y),
    texture: mean(a.texture.map((value, i) => Math.abs(value - b.texture[i]!))),
  };
}
