import type { Tensor } from '../types.ts';

/**
 * Pictures [n, 3, H, W] to [n, 3, size, size]: the middle square, resampled with a triangle filter that widens when it
 * shrinks, so that nothing aliases. For the image encoder's input; not for pictures people look at.
 */
export function squareResize(rgb: Tensor, size: number): Tensor {
  const [count = 0, channels = 0, height = 0, width = 0] = rgb.dims;
  if (height === size && width === size) return rgb;
  const side = Math.min(height, width);
  const columns = taps(side, size, Math.floor((width - side) / 2));
  const lines = taps(side, size, Math.floor((height - side) / 2));
  const data = new Float32Array(count * channels * size * size);
  const middle = new Float32Array(height * size);
  for (let plane = 0; plane < count * channels; plane++) {
    const source = rgb.data.subarray(plane * height * width, (plane + 1) * height * width);
    for (let y = 0; y < height; y++) {
      for (const [x, { first, weights }] of columns.entries()) {
        let sum = 0;
        for (const [at, weight] of weights.entries()) sum += weight * source[y * width + first + at]!;
        middle[y * size + x] = sum;
      }
    }
    for (const [y, { first, weights }] of lines.entries()) {
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (const [at, weight] of weights.entries()) sum += weight * middle[(first + at) * size + x]!;
        data[(plane * size + y) * size + x] = sum;
      }
    }
  }
  return { data, dims: [count, channels, size, size] };
}

/** For each of `size` target pixels: the source pixels it covers, from `first`, with weights that sum to 1. */
function taps(side: number, size: number, origin: number): { first: number; weights: number[] }[] {
  const step = side / size;
  const reach = Math.max(1, step);
  return Array.from({ length: size }, (_, target) => {
    const center = (target + 0.5) * step - 0.5;
    const first = Math.max(0, Math.ceil(center - reach));
    const last = Math.min(side - 1, Math.floor(center + reach));
    const weights: number[] = [];
    for (let at = first; at <= last; at++) weights.push(Math.max(0, 1 - Math.abs(at - center) / reach));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    if (total === 0) return { first: origin + Math.round(center), weights: [1] };
    return { first: origin + first, weights: weights.map((weight) => weight / total) };
  });
}
