import { DataType } from '@facet/onnx';
import { rule, type Rule } from '../rule.ts';
import type { Site } from '../site.ts';
import { range, sizeOf, type Value } from '../values.ts';
import { scatterWindows } from './convolution.ts';
import { windowAttributes, windowsOf, type WindowAttribute, type Windows } from './windows.ts';

export const pooling = {
  AveragePool: rule((s) => [() => averageGradient(s)], {
    reads: ['count_include_pad', 'kernel_shape', ...windowAttributes],
    moot: ['ceil_mode'],
  }),
  GlobalAveragePool: rule((s) => [() => s.b.mul(s.grad(), 1 / sizeOf(s.in(0).shape.slice(2)))]),
  // Shared equally among the places that attain the maximum.
  GlobalMaxPool: rule((s) => [
    () => {
      const { b } = s;
      const hit = b.cast(b.compare('Equal', s.in(0), s.out()), s.in(0).type);
      return b.mul(hit, b.div(s.grad(), b.sum(hit, range(s.in(0).shape.length - 2, 2))));
    },
  ]),
  // The indices say which places won, whatever moved the windows.
  MaxPool: rule((s) => [() => maxGradient(s)], { moot: ['ceil_mode', 'kernel_shape', ...windowAttributes] }),
} satisfies Record<string, readonly Rule[]>;

/** Each element gets g / count from each of its windows: a depthwise ConvTranspose by ones. */
function averageGradient(s: Site<'count_include_pad' | 'kernel_shape' | WindowAttribute>): Value {
  const { b } = s;
  const x = s.in(0);
  const [large, small] = [x.shape.slice(2), s.out().shape.slice(2)];
  const windows = windowsOf(s, s.ints('kernel_shape'), large, small);
  const counts = windowCounts(s, windows, large, small);
  const equal = counts.every((count) => count === counts[0]);
  const g = equal ? s.grad() : b.div(s.grad(), b.constant([1, 1, ...small], counts, x.type));
  const channels = x.shape[1]!;
  const size = channels * sizeOf(windows.kernel);
  const weight = equal ? 1 / counts[0]! : 1;
  const kernel = b.constant(
    [channels, 1, ...windows.kernel],
    Array.from({ length: size }, () => weight),
    x.type,
  );
  return scatterWindows(b, g, kernel, x.shape, windows, channels);
}

/** How many elements each window averages: with count_include_pad also padding, but nothing beyond it. */
function windowCounts(
  s: Site<'count_include_pad' | 'pads'>,
  windows: Windows,
  large: readonly number[],
  small: readonly number[],
): number[] {
  const withPad = s.int('count_include_pad') === 1;
  const pads = s.maybeInts('pads');
  const perAxis = small.map((count, i) => {
    const end = withPad ? (pads ? pads[i + small.length]! : Math.max(windows.ends[i]!, 0)) : 0;
    const begin = withPad ? windows.begins[i]! : 0;
    return range(count).map((at) => {
      const places = range(windows.kernel[i]!).map(
        (k) => at * windows.strides[i]! + k * windows.dilations[i]! - windows.begins[i]!,
      );
      return places.filter((place) => place >= -begin && place < large[i]! + end).length;
    });
  });
  return perAxis.reduce((all, axis) => all.flatMap((count) => axis.map((each) => count * each)), [1]);
}

/** The second output of MaxPool says which element of the whole tensor each window chose. */
function maxGradient(s: Site): Value {
  const { b } = s;
  const x = s.in(0);
  const indices = s.extraOutput(1, s.out().shape, DataType.INT64);
  const count = sizeOf(s.out().shape);
  const zeros = b.zeros([sizeOf(x.shape)], x.type);
  return b.reshape(b.scatterAdd(zeros, b.reshape(indices, [count]), b.reshape(s.grad(), [count]), 0), x.shape);
}
