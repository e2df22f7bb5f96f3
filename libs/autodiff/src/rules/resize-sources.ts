import { range } from '../values.ts';

/** The attributes of Resize that say where an output element comes from. */
export interface Sampling {
  readonly mode: string;
  readonly coordinates: string;
  readonly nearest: string;
  readonly cubic: number;
}

type Position = (i: number, length: number, outputs: number, scale: number) => number;

/** In float32 like the runtime, so that places halfway between two elements are rounded to the same one. */
const f = Math.fround;
const halfPixel: Position = (i, _length, _outputs, scale) => f(f((i + 0.5) / f(scale)) - 0.5);

/** Where an output element lies among the input's; tf_crop_and_resize is not among the known ways. */
const positions: Readonly<Record<string, Position>> = {
  asymmetric: (i, _length, _outputs, scale) => f(i / f(scale)),
  half_pixel: halfPixel,
  pytorch_half_pixel: (i, length, outputs, scale) => (outputs > 1 ? halfPixel(i, length, outputs, scale) : 0),
  align_corners: (i, length, outputs) => (outputs > 1 ? f(f(i * (length - 1)) / (outputs - 1)) : 0),
  half_pixel_symmetric: (i, length, outputs, scale) =>
    (length / 2) * (1 - outputs / (scale * length)) + halfPixel(i, length, outputs, scale),
};

const roundings: Readonly<Record<string, (at: number) => number>> = {
  round_prefer_floor: (at) => Math.ceil(at - 0.5),
  round_prefer_ceil: (at) => Math.floor(at + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

/** Whether `sourcesOf` knows this way of sampling. */
export function isKnownSampling({ mode, coordinates, nearest }: Sampling): boolean {
  const known = mode === 'linear' || mode === 'cubic' || (mode === 'nearest' && Object.hasOwn(roundings, nearest));
  return known && Object.hasOwn(positions, coordinates);
}

/**
 * Whether the nearest elements are the same however a runtime rounds: no place lies within rounding of where another becomes
 * nearest, but for quotients by a whole number, which are exact.
 */
export function isClear(sampling: Sampling, length: number, outputs: number, scale: number): boolean {
  if (sampling.coordinates === 'asymmetric' && Number.isInteger(scale)) return true;
  const boundary = sampling.nearest === 'floor' || sampling.nearest === 'ceil' ? 0 : 0.5;
  return range(outputs).every((i) => {
    const at = positions[sampling.coordinates]!(i, length, outputs, scale) - boundary;
    return Math.abs(at - Math.round(at)) > 1e-3;
  });
}

/**
 * For each output element along one axis the input elements it is made of and their weights, as ONNX defines Resize.
 * @param sampling of a known way
 * @param scale output length over input length, as the node gives it: it may differ from the rounded lengths.
 */
export function sourcesOf(
  sampling: Sampling,
  length: number,
  outputs: number,
  scale: number,
): (readonly [number, number])[][] {
  return range(outputs).map((i) =>
    weights(sampling, positions[sampling.coordinates]!(i, length, outputs, scale), length),
  );
}

function weights(sampling: Sampling, at: number, length: number): [number, number][] {
  const clamp = (index: number): number => Math.min(Math.max(index, 0), length - 1);
  if (sampling.mode === 'nearest') return [[clamp(roundings[sampling.nearest]!(at)), 1]];
  if (sampling.mode === 'linear') {
    const inside = clamp(at);
    const low = Math.floor(inside);
    return [
      [low, 1 - (inside - low)],
      [clamp(low + 1), inside - low],
    ];
  }
  const low = Math.floor(at);
  return cubicWeights(at - low, sampling.cubic).map((weight, k): [number, number] => [clamp(low - 1 + k), weight]);
}

/** Keys' cubic convolution with parameter a, for the four neighbours of a place t beyond the second. */
function cubicWeights(t: number, a: number): number[] {
  const near = (x: number): number => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number): number => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)];
}
