import { median } from './median.ts';

/** CIELAB coordinates of n pixels: three numbers each. */
export type LabPixels = Float64Array;

/** How far (CIE76) a pixel may lie from the border's colour to count as background. */
const BACKGROUND_DISTANCE = 10;

/** Below this share of foreground the picture has no separate background, and all pixels count. */
const MIN_FOREGROUND = 0.02;

/** A border whose pixels mostly differ from their median is not a plain background. */
const MIN_PLAIN_BORDER = 0.5;

/**
 * Which pixels the palette looks at. The background must not win the palette, and what a picture shows rarely touches
 * all four borders: if more than half of the border's pixels lie near the border's median colour, that colour is the
 * background and every pixel near it (also enclosed ones, between legs or stripes) weighs nothing. Without a plain
 * border, or if nearly the whole picture would be background, every pixel weighs the same.
 */
export function foregroundMask(lab: LabPixels, width: number, height: number): Uint8Array {
  const all = new Uint8Array(width * height).fill(1);
  const border: number[] = [];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) border.push(y * width + x);
  const center = [0, 1, 2].map((axis) => median(border.map((pixel) => lab[3 * pixel + axis]!)));
  const isNear = (pixel: number) =>
    Math.hypot(...center.map((value, axis) => lab[3 * pixel + axis]! - value)) <= BACKGROUND_DISTANCE;
  if (border.filter(isNear).length < MIN_PLAIN_BORDER * border.length) return all;
  const mask = all.map((_, pixel) => (isNear(pixel) ? 0 : 1));
  const foreground = mask.reduce((sum, value) => sum + value, 0);
  return foreground < MIN_FOREGROUND * mask.length ? all : mask;
}
