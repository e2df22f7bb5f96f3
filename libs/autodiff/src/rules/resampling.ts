import { DataType } from '@facet/onnx';
import { rule, type Rule } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, positiveAxis, range, sameShape, sizeOf, type Value } from '../values.ts';
import { mapAxis, transposedMatrix } from './axis-map.ts';
import { isClear, isKnownSampling, sourcesOf, type Sampling } from './resize-sources.ts';

const attributes = [
  'axes',
  'coordinate_transformation_mode',
  'cubic_coeff_a',
  'keep_aspect_ratio_policy',
  'mode',
  'nearest_mode',
] as const;
type ResizeSite = Site<(typeof attributes)[number]>;

export const resampling = {
  // The value outside is for tf_crop_and_resize only, whose coordinates are not known.
  Resize: rule((s) => [() => resizeGradient(s)], { reads: attributes, moot: ['extrapolation_value'] }),
} satisfies Record<string, readonly Rule[]>;

/**
 * Resize is a linear map along each axis, so its gradient is too. Enlarging by a whole factor to nearest neighbours is undone by
 * summing blocks; where it takes rounding to say which neighbour is nearest, the runtime is asked, which may round in its own way.
 */
function resizeGradient(s: ResizeSite): Value {
  const { b } = s;
  const [from, to] = [s.in(0).shape, s.out().shape];
  const sampling: Sampling = {
    mode: s.text('mode'),
    coordinates: s.text('coordinate_transformation_mode'),
    nearest: s.text('nearest_mode'),
    cubic: s.float('cubic_coeff_a'),
  };
  if (!isKnownSampling(sampling))
    s.fail('unsupported-form', `has mode '${sampling.mode}', '${sampling.coordinates}', '${sampling.nearest}'`);
  const scales = scalesOf(s);
  const maps = range(from.length).flatMap((axis) => {
    const [length, outputs, scale] = [dim(from, axis), dim(to, axis), scales[axis]!];
    return length === outputs && scale === 1 ? [] : [{ axis, length, outputs, scale }];
  });
  if (maps.length === 0) return s.grad();
  const unmoved = sameShape(from, to);
  if (sampling.mode === 'nearest') {
    const clear = maps.every(({ length, outputs, scale }) => isClear(sampling, length, outputs, scale));
    if (unmoved || !clear) return scatterToSources(s, new Set(maps.map(({ axis }) => axis)));
  } else if (unmoved) {
    s.fail('unsupported-form', 'has scales that leave the shape as it is, which some runtimes take for nothing to do');
  }
  const linear = maps.map(({ axis, length, outputs, scale }) => {
    return { axis, length, factor: outputs / length, sources: sourcesOf(sampling, length, outputs, scale) };
  });
  const blocks = linear.every(
    ({ sources, factor }) =>
      Number.isInteger(factor) &&
      sources.every((terms, i) => terms.length === 1 && terms[0]![0] === Math.floor(i / factor)),
  );
  if (blocks && from.length === 4 && linear.every(({ axis }) => axis >= 2)) return blockSums(s);
  return linear.reduce(
    (g, { axis, sources, length }) => mapAxis(b, g, axis, transposedMatrix(sources, length)),
    s.grad(),
  );
}

/** The same node on the numbers 0, 1, 2 ... says which element each result is; the gradients are added up there. */
function scatterToSources(s: ResizeSite, moved: ReadonlySet<number>): Value {
  const { b } = s;
  const [from, to] = [s.in(0).shape, s.out().shape];
  const axes = range(from.length);
  const only = (shape: readonly number[]): number[] => shape.map((length, axis) => (moved.has(axis) ? length : 1));
  const ramp = b.constant(only(from), range(sizeOf(only(from))), DataType.FLOAT);
  const target = { shape: only(to), type: DataType.FLOAT };
  const listed = (s.maybeInts('axes') ?? axes).map((axis) => positiveAxis(axis, axes.length));
  const given = s.maybe(2);
  // Sizes that keep the ratio are wishes for axes that are all moved; others are the lengths themselves.
  const sizes = (s.numbers(3) ?? []).map((length, i) => (moved.has(listed[i]!) ? length : 1));
  const inputs =
    given && sizeOf(given.shape) > 0 ? [ramp, undefined, given] : [ramp, undefined, undefined, b.ints(sizes)];
  const attributes = Object.fromEntries(s.node.attribute.map((attribute) => [attribute.name, attribute]));
  const places = b.reshape(b.cast(b.emit('Resize', inputs, target, attributes), DataType.INT64), [
    1,
    sizeOf(target.shape),
  ]);
  const perm = [...axes.filter((axis) => !moved.has(axis)), ...axes.filter((axis) => moved.has(axis))];
  const rows = sizeOf(from) / sizeOf(ramp.shape);
  const g = b.reshape(b.transpose(s.grad(), perm), [rows, sizeOf(target.shape)]);
  const sums = b.scatterAdd(b.zeros([rows, sizeOf(ramp.shape)], g.type), b.expand(places, g.shape), g, 1);
  const back = axes.map((axis) => perm.indexOf(axis));
  return b.transpose(
    b.reshape(
      sums,
      perm.map((axis) => dim(from, axis)),
    ),
    back,
  );
}

/** Output length over input length for each axis, as the node gives them: the lengths themselves may be rounded. */
function scalesOf(s: ResizeSite): number[] {
  const [from, to] = [s.in(0).shape, s.out().shape];
  const axes = (s.maybeInts('axes') ?? range(from.length)).map((axis) => positiveAxis(axis, from.length));
  const given = s.numbers(2) ?? [];
  const policy = s.maybeText('keep_aspect_ratio_policy') ?? 'stretch';
  if (given.length > 0) return range(from.length).map((axis) => given[axes.indexOf(axis)] ?? 1);
  if (policy === 'stretch') return from.map((length, axis) => dim(to, axis) / length);
  if (policy !== 'not_larger' && policy !== 'not_smaller')
    s.fail('unsupported-form', `has the unknown policy '${policy}'`);
  const wished = (s.numbers(3) ?? []).map((length, i) => length / dim(from, axes[i]!));
  const common = policy === 'not_larger' ? Math.min(...wished) : Math.max(...wished);
  return from.map((_, axis) => (axes.includes(axis) ? common : 1));
}

/** Sums of k x l blocks as an average pooling times k * l: the fastest kernel for it everywhere. */
function blockSums(s: ResizeSite): Value {
  const [from, to] = [s.in(0).shape, s.out().shape];
  const kernel = [dim(to, 2) / dim(from, 2), dim(to, 3) / dim(from, 3)];
  return s.b.mul(s.b.averageBlocks(s.grad(), kernel), kernel[0]! * kernel[1]!);
}
