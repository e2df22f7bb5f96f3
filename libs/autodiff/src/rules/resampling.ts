import { rule, type Rule } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, positiveAxis, range, type Value } from '../values.ts';
import { mapAxis, transposedMatrix } from './axis-map.ts';
import { isKnownSampling, sourcesOf, type Sampling } from './resize-sources.ts';

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

/** Resize is a linear map along each axis; enlarging by a whole factor to nearest neighbours is undone by summing blocks. */
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
    return length === outputs && scale === 1
      ? []
      : [{ axis, length, factor: outputs / length, sources: sourcesOf(sampling, length, outputs, scale) }];
  });
  const blocks = maps.every(
    ({ sources, factor }) =>
      Number.isInteger(factor) &&
      sources.every((terms, i) => terms.length === 1 && terms[0]![0] === Math.floor(i / factor)),
  );
  if (blocks && from.length === 4 && maps.every(({ axis }) => axis >= 2)) return blockSums(s);
  return maps.reduce(
    (g, { axis, sources, length }) => mapAxis(b, g, axis, transposedMatrix(sources, length)),
    s.grad(),
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
