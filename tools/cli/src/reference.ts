import { decodeImage, encodePng } from '@facet/diffusion';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { CliError } from './errors.ts';

/** A picture to invert. */
export interface Reference {
  /** At the model's own size, `[1, 3, height, width]` in [-1, 1]. */
  readonly image: Tensor;
  /** SHA-256 of the file, in hex. */
  readonly hash: string;
  /** The picture as the model sees it. */
  readonly png: Buffer;
  /** What is worth knowing about the picture, for example that it was enlarged. */
  readonly warnings: readonly string[];
}

/** Fewer pixels along a side show nothing that could be learned. */
const minimumSide = 16;

/**
 * Reads a picture for a model: upright, sRGB, without transparency, cut to the middle square of the model's size.
 * @throws ImageError, CliError `bad-input` for a file that cannot be opened or a picture with fewer than 16 pixels a side
 */
export async function loadReference(path: string, model: DiffusionModel): Promise<Reference> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new CliError('bad-input', `Cannot open the picture ${path}: ${(cause as Error).message}`, { cause });
  }
  const side = model.defaultLatentSize * model.vaeScale;
  const image = await decodeImage(bytes, { width: side, height: side }, path);
  const { autoOrient } = await sharp(bytes).metadata();
  const smaller = Math.min(autoOrient.width, autoOrient.height);
  const size = `${autoOrient.width} x ${autoOrient.height} pixels`;
  if (smaller < minimumSide)
    throw new CliError('bad-input', `${path} has ${size}; at least ${minimumSide} a side are needed to learn from.`);
  const warnings = [];
  if (smaller < side) warnings.push(`${path} has ${size} and is enlarged; the model works with ${side} x ${side}.`);
  if (autoOrient.width !== autoOrient.height) warnings.push(`${path} has ${size}; only its middle square is used.`);
  const [png] = await encodePng(image);
  return { image, hash: createHash('sha256').update(bytes).digest('hex'), png: png!, warnings };
}
