import { rule, type Rule, type Thunk } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, positiveAxis, range, sizeOf, type Gradient, type Value } from '../values.ts';
import { padGradient } from './padding.ts';

/** The same elements in the same order under another shape, whatever says which. */
const reshaped = (...moot: string[]): readonly Rule[] =>
  rule((s) => [() => s.b.reshape(s.grad(), s.in(0).shape)], { moot });

export const layout = {
  Concat: rule((s) => concatGradient(s), { reads: ['axis'] }),
  // [N, (block, block, C), H, W] or [N, (C, block, block), H, W] -> [N, C, H * block, W * block], undone
  DepthToSpace: rule(
    (s) => [
      () => {
        const { b } = s;
        const block = s.int('blocksize');
        const [n, c, h, w] = s.in(0).shape as [number, number, number, number];
        const channelsFirst = s.text('mode') === 'CRD';
        const parts = b.reshape(s.grad(), [n, c / block ** 2, h, block, w, block]);
        return b.reshape(b.transpose(parts, channelsFirst ? [0, 1, 3, 5, 2, 4] : [0, 3, 5, 1, 2, 4]), s.in(0).shape);
      },
    ],
    { reads: ['blocksize', 'mode'] },
  ),
  Expand: rule((s) => [() => s.b.unbroadcast(s.grad(), s.in(0).shape)]),
  Flatten: reshaped('axis'),
  Pad: rule((s) => [() => padGradient(s)], { reads: ['mode'] }),
  Reshape: reshaped('allowzero'),
  Slice: rule((s) => [() => sliceGradient(s)]),
  SpaceToDepth: rule(
    (s) => [
      () => {
        const { b } = s;
        const block = s.int('blocksize');
        const [n, c, h, w] = s.in(0).shape as [number, number, number, number];
        const parts = b.reshape(s.grad(), [n, block, block, c, h / block, w / block]);
        return b.reshape(b.transpose(parts, [0, 3, 4, 1, 5, 2]), s.in(0).shape);
      },
    ],
    { reads: ['blocksize'] },
  ),
  Split: rule((s) => [() => splitGradient(s)], { reads: ['axis'], moot: ['num_outputs'], outputs: Infinity }),
  Squeeze: reshaped(),
  Tile: rule((s) => [
    () => {
      const { b } = s;
      const shape = s.in(0).shape;
      const repeats = shape.map((length, axis) => dim(s.out().shape, axis) / length);
      const parts = b.reshape(
        s.grad(),
        shape.flatMap((length, axis) => [repeats[axis]!, length]),
      );
      const axes = range(shape.length)
        .filter((axis) => repeats[axis] !== 1)
        .map((axis) => 2 * axis);
      return b.reshape(axes.length > 0 ? b.sum(parts, axes) : parts, shape);
    },
  ]),
  Transpose: rule(
    (s) => [
      () => {
        const perm = s.maybeInts('perm') ?? range(s.in(0).shape.length).toReversed();
        return s.b.transpose(
          s.grad(),
          perm.map((_, axis) => perm.indexOf(axis)),
        );
      },
    ],
    { reads: ['perm'] },
  ),
  Unsqueeze: reshaped(),
} satisfies Record<string, readonly Rule[]>;

function concatGradient(s: Site<'axis'>): Thunk[] {
  const axis = positiveAxis(s.int('axis'), s.out().shape.length);
  const lengths = s.node.input.map((_, i) => dim(s.in(i).shape, axis));
  return lengths.map((length, i): Thunk => () => {
    const start = lengths.slice(0, i).reduce((sum, each) => sum + each, 0);
    return s.b.slice(s.grad(), axis, start, length);
  });
}

function splitGradient(s: Site<'axis'>): Gradient[] {
  const axis = positiveAxis(s.int('axis'), s.in(0).shape.length);
  let start = 0;
  return s.node.output.flatMap((name, i): Gradient[] => {
    if (!name) s.fail('unsupported-form', `leaves its output ${i} unnamed`);
    const [at, value] = [start, s.maybeGrad(i)];
    start += dim(s.out(i).shape, axis);
    return value ? [{ value, axis, start: at }] : [];
  });
}

/** One axis with step 1 gives a piece; otherwise the places between are filled with zeros, axis by axis. */
function sliceGradient(s: Site): Gradient {
  const { b } = s;
  const shape = s.in(0).shape;
  const starts = s.numbers(1) ?? [];
  const axes = (s.numbers(3) ?? range(starts.length)).map((axis) => positiveAxis(axis, shape.length));
  const steps = s.numbers(4) ?? starts.map(() => 1);
  const cut = axes.flatMap((axis, i) => {
    const [length, count, step] = [dim(shape, axis), dim(s.out().shape, axis), steps[i]!];
    const start = Math.min(Math.max(positiveAxis(starts[i]!, length), 0), step < 0 ? length - 1 : length);
    return count === length && step === 1 ? [] : [{ axis, start, step, count, length }];
  });
  let g = s.grad();
  if (sizeOf(g.shape) === 0) return b.zeros(shape, g.type);
  for (const [i, each] of cut.entries()) {
    const { axis, count, step } = each;
    if (step < 0) g = b.flip(g, axis);
    const stride = Math.abs(step);
    const start = step < 0 ? each.start + step * (count - 1) : each.start;
    if (stride > 1) g = spread(s, g, axis, stride);
    if (i === cut.length - 1) return { value: g, axis, start };
    const begins = shape.map((_, a) => (a === axis ? start : 0));
    const ends = shape.map((_, a) => (a === axis ? each.length - start - dim(g.shape, axis) : 0));
    g = b.pad(g, begins, ends);
  }
  return g;
}

/** Puts stride - 1 zeros between neighbours along an axis. */
function spread(s: Site, g: Value, axis: number, stride: number): Value {
  const { b } = s;
  const length = dim(g.shape, axis);
  const apart = b.reshape(g, [...g.shape.slice(0, axis + 1), 1, ...g.shape.slice(axis + 1)]);
  const ends = apart.shape.map((_, i) => (i === axis + 1 ? stride - 1 : 0));
  const padded = b.pad(
    apart,
    apart.shape.map(() => 0),
    ends,
  );
  const joined = b.reshape(padded, [...g.shape.slice(0, axis), length * stride, ...g.shape.slice(axis + 1)]);
  return b.slice(joined, axis, 0, (length - 1) * stride + 1);
}
