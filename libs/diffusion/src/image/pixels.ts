/** Between sharp's interleaved bytes and tensors `[n, 3, H, W]` in [-1, 1]. */
import type { Tensor } from '../types.ts';
import { ImageError } from './errors.ts';

const CHANNELS = 3;
const HALF_RANGE = 127.5;

export interface RawPicture {
  /** Red, green, blue, row by row, one byte each. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export function isPixelCount(value: number): boolean {
  return Number.isInteger(value) && value > 0;
}

/** One picture of bytes (1 or 3 channels) as `[1, 3, height, width]`. */
export function toTensor(
  bytes: Uint8Array,
  { width, height, channels }: { width: number; height: number; channels: number },
): Tensor {
  const plane = width * height;
  const data = new Float32Array(CHANNELS * plane);
  for (let channel = 0; channel < CHANNELS; channel++) {
    const from = Math.min(channel, channels - 1);
    for (let i = 0; i < plane; i++) data[channel * plane + i] = (bytes[i * channels + from] ?? 0) / HALF_RANGE - 1;
  }
  return { data, dims: [1, CHANNELS, height, width] };
}

/**
 * The pictures of a tensor `[n, 3, H, W]` (or `[3, H, W]`) as bytes; values outside [-1, 1] are clipped.
 *
 * @throws ImageError `bad-image-size` for any other shape.
 */
export function toRawPictures({ data, dims }: Tensor): RawPicture[] {
  const [count, channels, height, width] = dims.length === 3 ? [1, ...dims] : dims;
  if (dims.length > 4 || !count || channels !== CHANNELS || !height || !width) {
    throw new ImageError(
      'bad-image-size',
      `A tensor of the shape [${dims.join(', ')}] holds no pictures [n, 3, H, W].`,
    );
  }
  const plane = height * width;
  return Array.from({ length: count }, (_, n) => {
    const bytes = new Uint8ClampedArray(CHANNELS * plane);
    for (let channel = 0; channel < CHANNELS; channel++) {
      const from = (n * CHANNELS + channel) * plane;
      for (let i = 0; i < plane; i++) bytes[i * CHANNELS + channel] = ((data[from + i] ?? 0) + 1) * HALF_RANGE;
    }
    return { data: new Uint8Array(bytes.buffer), width, height };
  });
}
