import { int, ints } from '@facet/onnx';
import type { Attributes } from '../builder.ts';
import type { Ops } from '../ops.ts';
import { rule, type Rule } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, range, sizeOf, type Value } from '../values.ts';
import { windowAttributes, windowsOf, type WindowAttribute, type Windows } from './windows.ts';

export const convolution = {
  Conv: rule(
    (s) => {
      const { b } = s;
      const [x, w, bias] = [s.in(0), s.in(1), s.maybe(2)];
      const group = s.int('group');
      const windows = windowsOf(s, w.shape.slice(2), x.shape.slice(2), s.out().shape.slice(2));
      return [
        () =>
          prefersFlippedKernel(w, s.out(), windows, group)
            ? byFlippedKernel(b, s.grad(), w, x.shape, windows)
            : scatterWindows(b, s.grad(), w, x.shape, windows, group),
        () => weightGradient(b, x, s.grad(), w.shape, windows, group),
        bias && (() => channelSum(b, s.grad())),
      ];
    },
    { reads: ['group', ...windowAttributes], moot: ['kernel_shape'] },
  ),
  // The adjoint of a Conv from the output to the input, with the same weight [Cin, Cout / group, ...].
  ConvTranspose: rule(
    (s) => {
      const { b } = s;
      const [x, w, bias] = [s.in(0), s.in(1), s.maybe(2)];
      const group = s.int('group');
      const windows = transposedWindows(s, w.shape.slice(2));
      return [
        () => gatherWindows(b, s.grad(), w, x.shape, windows, group),
        () => weightGradient(b, s.grad(), x, w.shape, windows, group),
        bias && (() => channelSum(b, s.grad())),
      ];
    },
    { reads: ['group', 'output_shape', ...windowAttributes], moot: ['kernel_shape', 'output_padding'] },
  ),
} satisfies Record<string, readonly Rule[]>;

function channelSum(b: Ops, g: Value): Value {
  return b.sum(g, [0, ...range(g.shape.length - 2, 2)], false);
}

/** From so many places on a flipped kernel saves time. */
const PLACES_MIN = 256;
/** A kernel may have so many numbers for each place that it works on: at few places little time is saved, by the largest copies. */
const NUMBERS_PER_PLACE_MAX = 15_000;

/**
 * Where windows move by one step, ConvTranspose is also a Conv by the kernel with both axes reversed and channels exchanged. On
 * CPUs that is 1.4 to 1.9 times faster from 16 x 16 places on (measured; on 4 x 4 they are equal), on WebGPU more. The
 * runtime reverses the kernel once, when it loads the model: a copy in memory (docs/decisions/0019).
 */
function prefersFlippedKernel(w: Value, y: Value, windows: Windows, group: number): boolean {
  const reach = reaches(windows);
  const fits = reach.every((far, i) => within(windows.begins[i]!, far) && within(windows.ends[i]!, far));
  const dense = group === 1 && windows.strides.every((stride) => stride === 1);
  const places = sizeOf(y.shape.slice(2));
  return dense && fits && places >= PLACES_MIN && sizeOf(w.shape) <= NUMBERS_PER_PLACE_MAX * places;
}

const within = (pad: number, far: number): boolean => pad >= 0 && pad <= far;

const reaches = (windows: Windows): number[] => windows.kernel.map((length, i) => (length - 1) * windows.dilations[i]!);

function byFlippedKernel(b: Ops, g: Value, w: Value, shape: readonly number[], windows: Windows): Value {
  const spatial = range(windows.kernel.length, 2);
  const exchanged = b.transpose(w, [1, 0, ...spatial]);
  const kernel = spatial.filter((axis) => dim(w.shape, axis) > 1).reduce((each, axis) => b.flip(each, axis), exchanged);
  const reach = reaches(windows);
  const begins = windows.begins.map((pad, i) => reach[i]! - pad);
  const ends = windows.ends.map((pad, i) => reach[i]! - pad);
  return b.emit('Conv', [g, kernel], { shape, type: g.type }, common({ ...windows, begins }, 1, ends));
}

/** ConvTranspose with the very weight of the Conv: nothing is flipped or copied. */
export function scatterWindows(
  b: Ops,
  g: Value,
  w: Value,
  shape: readonly number[],
  windows: Windows,
  group: number,
): Value {
  // Elements in no window (a remainder of the stride) get zeros by output_padding.
  const attributes = common(
    windows,
    group,
    windows.ends.map((count) => Math.max(count, 0)),
  );
  const rest = windows.ends.map((count) => Math.max(-count, 0));
  // output_padding must be smaller than the stride; what an odd padding leaves beyond that is padded on.
  const inside = rest.map((count, i) => Math.min(count, windows.strides[i]! - 1));
  const reached = shape.map((length, axis) => (axis < 2 ? length : length - (rest[axis - 2]! - inside[axis - 2]!)));
  const output = inside.some((count) => count > 0) ? { output_padding: ints(inside) } : {};
  const result = b.emit('ConvTranspose', [g, w], { shape: reached, type: g.type }, { ...attributes, ...output });
  return b.pad(
    result,
    shape.map(() => 0),
    shape.map((length, axis) => length - reached[axis]!),
  );
}

/** Conv of `large` to `shape`, the adjoint of `scatterWindows`. */
function gatherWindows(
  b: Ops,
  large: Value,
  w: Value,
  shape: readonly number[],
  windows: Windows,
  group: number,
): Value {
  const { x, ends } = cropped(b, large, windows);
  return b.emit('Conv', [x, w], { shape, type: large.type }, common(windows, group, ends));
}

/**
 * The weight's gradient is a convolution of `large` by `small` with strides and dilations exchanged; batch and channels
 * change places, so that the batch is summed over. Groups go through one by one, joined along the first axis.
 */
function weightGradient(
  b: Ops,
  large: Value,
  small: Value,
  shape: readonly number[],
  windows: Windows,
  group: number,
): Value {
  const { x, ends } = cropped(b, large, windows);
  const spatial = range(windows.kernel.length, 2);
  const swap = (value: Value): Value => b.transpose(value, [1, 0, ...spatial]);
  const inputs = b.split(
    x,
    range(group).map(() => x.shape[1]! / group),
    1,
  );
  const kernels = b.split(
    small,
    range(group).map(() => small.shape[1]! / group),
    1,
  );
  const exchanged = {
    ...windows,
    kernel: small.shape.slice(2),
    strides: windows.dilations,
    dilations: windows.strides,
  };
  const result = [shape[1]!, shape[0]! / group, ...shape.slice(2)];
  const parts = inputs.map((input, i) => {
    // [Cin/g, N, ...] by [Cout/g, N, ...] gives [Cin/g, Cout/g, kernel]
    const product = b.emit(
      'Conv',
      [swap(input), swap(kernels[i]!)],
      { shape: result, type: large.type },
      common(exchanged, 1, ends),
    );
    return swap(product);
  });
  return b.concat(parts, 0);
}

/** Conv has no negative padding: elements in no window are cut off first. */
function cropped(b: Ops, large: Value, windows: Windows): { x: Value; ends: number[] } {
  const cuts = windows.ends.map((count) => Math.min(count, 0));
  const x = b.pad(
    large,
    large.shape.map(() => 0),
    [0, 0, ...cuts],
  );
  return { x, ends: windows.ends.map((count) => Math.max(count, 0)) };
}

function common(windows: Windows, group: number, ends: readonly number[]): Attributes {
  return {
    kernel_shape: ints(windows.kernel),
    strides: ints(windows.strides),
    dilations: ints(windows.dilations),
    pads: ints([...windows.begins, ...ends]),
    group: int(group),
  };
}

/** output[i * stride + k * dilation - begin]: `large` is the output here. */
function transposedWindows(s: Site<'output_shape' | WindowAttribute>, kernel: readonly number[]): Windows {
  const [large, small] = [s.out().shape.slice(2), s.in(0).shape.slice(2)];
  const implicit = s.maybeInts('output_shape') ?? s.text('auto_pad').startsWith('SAME');
  if (implicit) s.fail('unsupported-form', 'leaves its padding to auto_pad or output_shape');
  return windowsOf(s, kernel, large, small);
}
