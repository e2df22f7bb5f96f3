import type { DiffusionModel } from '../types.ts';
import { SamplingError } from './errors.ts';

export interface LatentSize {
  readonly height: number;
  readonly width: number;
}

/** @throws SamplingError `bad-size` naming the nearest sizes that are possible */
export function checkSide(name: string, pixels: number, multiple: number): void {
  if (Number.isInteger(pixels) && pixels > 0 && pixels % multiple === 0) return;
  const below = Math.floor(pixels / multiple) * multiple;
  const valid = Number.isFinite(pixels) ? [below, below + multiple].filter((side) => side > 0) : [multiple];
  throw new SamplingError(
    'bad-size',
    `The ${name} ${pixels} is not possible: this model draws multiples of ${multiple} pixels. ` +
      `Nearest: ${valid.join(' or ')}.`,
  );
}

/**
 * The latent size for a picture in pixels; without width and height, the size the model was trained on.
 *
 * @throws SamplingError `bad-size` naming the nearest sizes that are possible.
 */
export function latentSize(model: DiffusionModel, width?: number, height?: number): LatentSize {
  const standard = model.defaultLatentSize * model.vaeScale;
  const multiple = model.vaeScale * model.latentMultiple;
  const pixels = { width: width ?? standard, height: height ?? standard };
  checkSide('width', pixels.width, multiple);
  checkSide('height', pixels.height, multiple);
  return { width: pixels.width / model.vaeScale, height: pixels.height / model.vaeScale };
}
