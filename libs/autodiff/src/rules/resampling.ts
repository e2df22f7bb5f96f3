import { attrFloat, attrInt, attrInts, attrString } from '@facet/onnx';
import { rule, type Rule, type Site } from '../site.ts';
import { dim, positiveAxis, range, type Value } from '../values.ts';
import { mapAxis, transposedMatrix } from './axis-map.ts';
import { sourcesOf, type Sampling } from './resize-sources.ts';

export const resampling = {
  Resize: rule((s) => [() => resizeGradient(s)]),
} satisfies Record<string, readonly Rule[]>;

/** Resize is a linear map along each axis; enlarging by a whole factor to nearest neighbours is undone by summing blocks. */
function resizeGradient(s: Site): Value {
  const { b, node } = s;
  const [from, to] = [s.in(0).shape, s.out().shape];
  if (attrInt(node, 'antialias', 0) !== 0) s.fail('unsupported-form', 'smooths with antialias');
  if (attrInt(node, 'exclude_outside', 0) !== 0) s.fail('unsupported-form', 'sets exclude_outside');
  const axes = attrInts(node, 'axes', range(from.length)).map((axis) => positiveAxis(axis, from.length));
  const scales = s.constantNumbers(2) ?? [];
  const sampling: Sampling = {
    mode: attrString(node, 'mode', 'nearest'),
    coordinates: attrString(node, 'coordinate_transformation_mode', 'half_pixel'),
    nearest: attrString(node, 'nearest_mode', 'round_prefer_floor'),
    cubic: attrFloat(node, 'cubic_coeff_a', -0.75),
  };
  const changed = range(from.length).filter(
    (axis) => dim(from, axis) !== dim(to, axis) || (scales[axes.indexOf(axis)] ?? 1) !== 1,
  );
  const maps = changed.map((axis) => {
    const scale = scales[axes.indexOf(axis)] ?? dim(to, axis) / dim(from, axis);
    const sources = sourcesOf(sampling, dim(from, axis), dim(to, axis), scale);
    if (!sources)
      s.fail('unsupported-form', `has mode '${sampling.mode}', '${sampling.coordinates}', '${sampling.nearest}'`);
    return { axis, sources, factor: dim(to, axis) / dim(from, axis) };
  });
  const blocks = maps.every(({ sources, factor }) =>
    sources.every((terms, i) => terms.length === 1 && terms[0]![0] === Math.floor(i / factor)),
  );
  if (blocks && from.length === 4 && maps.every(({ axis }) => axis >= 2)) return blockSums(s);
  return maps.reduce(
    (g, { axis, sources }) => mapAxis(b, g, axis, transposedMatrix(sources, dim(from, axis))),
    s.grad(),
  );
}

/** Sums of k x l blocks as an average pooling times k * l: the fastest kernel for it everywhere. */
function blockSums(s: Site): Value {
  const [from, to] = [s.in(0).shape, s.out().shape];
  const kernel = [dim(to, 2) / dim(from, 2), dim(to, 3) / dim(from, 3)];
  return s.b.mul(s.b.averageBlocks(s.grad(), kernel), kernel[0]! * kernel[1]!);
}
