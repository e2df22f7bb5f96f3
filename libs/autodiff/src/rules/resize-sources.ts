import { range } from '../values.ts';

/** The attributes of Resize that say where an output element comes from. */
export interface Sampling {
  readonly mode: string;
  readonly coordinates: string;
  readonly nearest: string;
  readonly cubic: number;
}

/**
 * For each output element along one axis the input elements it is made of and their weights, as ONNX defines Resize;
 * undefined for a form that is not known (tf_crop_and_resize among them).
 * @param scale output length over input length, as the node gives it: it may differ from the rounded lengths.
 */
export function sourcesOf(
  sampling: Sampling,
  length: number,
  outputs: number,
  scale: number,
): (readonly [number, number])[][] | undefined {
  const rows = range(outputs).map((i) => {
    const at = position(sampling.coordinates, i, length, outputs, scale);
    return at === undefined ? undefined : weights(sampling, at, length);
  });
  return rows.every((row) => row !== undefined) ? rows : undefined;
}

/** In float32 like the runtime, so that places halfway between two elements are rounded to the same one. */
function position(form: string, i: number, length: number, outputs: number, scale: number): number | undefined {
  const f = Math.fround;
  const halfPixel = f(f((i + 0.5) / f(scale)) - 0.5);
  switch (form) {
    case 'asymmetric':
      return f(i / f(scale));
    case 'half_pixel':
      return halfPixel;
    case 'pytorch_half_pixel':
      return outputs > 1 ? halfPixel : 0;
    case 'align_corners':
      return outputs > 1 ? f(f(i * (length - 1)) / (outputs - 1)) : 0;
    case 'half_pixel_symmetric': {
      const adjustment = outputs / (scale * length);
      return (length / 2) * (1 - adjustment) + halfPixel;
    }
    default:
      return undefined;
  }
}

function weights(sampling: Sampling, at: number, length: number): [number, number][] | undefined {
  const clamp = (index: number): number => Math.min(Math.max(index, 0), length - 1);
  if (sampling.mode === 'nearest') {
    const index = nearest(sampling.nearest, at);
    return index === undefined ? undefined : [[clamp(index), 1]];
  }
  if (sampling.mode === 'linear') {
    const inside = clamp(at);
    const low = Math.floor(inside);
    return [
      [low, 1 - (inside - low)],
      [clamp(low + 1), inside - low],
    ];
  }
  if (sampling.mode !== 'cubic') return undefined;
  const low = Math.floor(at);
  return cubicWeights(at - low, sampling.cubic).map((weight, k): [number, number] => [clamp(low - 1 + k), weight]);
}

function nearest(form: string, at: number): number | undefined {
  switch (form) {
    case 'round_prefer_floor':
      return Math.ceil(at - 0.5);
    case 'round_prefer_ceil':
      return Math.floor(at + 0.5);
    case 'floor':
      return Math.floor(at);
    case 'ceil':
      return Math.ceil(at);
    default:
      return undefined;
  }
}

/** Keys' cubic convolution with parameter a, for the four neighbours of a place t beyond the second. */
function cubicWeights(t: number, a: number): number[] {
  const near = (x: number): number => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number): number => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}
