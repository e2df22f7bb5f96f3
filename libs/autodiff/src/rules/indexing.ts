import { DataType } from '@facet/onnx';
import { rule, type Rule } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, positiveAxis, range, sizeOf, withDim, type Gradient } from '../values.ts';

export const indexing = {
  Gather: rule((s) => [() => gatherGradient(s)], { reads: ['axis'] }),
  GatherElements: rule(
    (s) => [
      () => {
        const { b } = s;
        const axis = positiveAxis(s.int('axis'), s.in(0).shape.length);
        return b.scatterAdd(b.zeros(s.in(0).shape, s.grad().type), s.in(1), s.grad(), axis);
      },
    ],
    { reads: ['axis'] },
  ),
  GatherND: rule((s) => [() => s.b.scatterNDAdd(s.b.zeros(s.in(0).shape, s.grad().type), s.in(1), s.grad())]),
  ScatterElements: rule(
    (s) => {
      const { b } = s;
      const reduction = s.text('reduction');
      const axis = positiveAxis(s.int('axis'), s.in(0).shape.length);
      if (reduction !== 'none' && reduction !== 'add') s.fail('unsupported-form', `reduces by '${reduction}'`);
      const updates = s.in(2);
      return [
        () =>
          reduction === 'add' ? s.grad() : b.scatter(s.grad(), s.in(1), b.zeros(updates.shape, updates.type), axis),
        undefined,
        () => b.gatherElements(s.grad(), s.in(1), axis),
      ];
    },
    { reads: ['axis', 'reduction'] },
  ),
  ScatterND: rule(
    (s) => {
      const { b } = s;
      const reduction = s.text('reduction');
      if (reduction !== 'none' && reduction !== 'add') s.fail('unsupported-form', `reduces by '${reduction}'`);
      const updates = s.in(2);
      return [
        () => (reduction === 'add' ? s.grad() : b.scatterND(s.grad(), s.in(1), b.zeros(updates.shape, updates.type))),
        undefined,
        () => b.emit('GatherND', [s.grad(), s.in(1)], updates),
      ];
    },
    { reads: ['reduction'] },
  ),
  TopK: rule(
    (s) => [
      () => {
        const { b } = s;
        const axis = positiveAxis(s.int('axis'), s.in(0).shape.length);
        return b.scatterAdd(b.zeros(s.in(0).shape, s.grad().type), s.out(1), s.grad(), axis);
      },
    ],
    { reads: ['axis'], moot: ['largest', 'sorted'] },
  ),
} satisfies Record<string, readonly Rule[]>;

/** Constant indices, as exporters write them, are slices or a Gather the other way; others are scattered. */
function gatherGradient(s: Site<'axis'>): Gradient | Gradient[] {
  const { b } = s;
  const x = s.in(0);
  const axis = positiveAxis(s.int('axis'), x.shape.length);
  const count = sizeOf(s.in(1).shape);
  const rows = b.reshape(s.grad(), withDim(x.shape, axis, count));
  const indices = s.constantNumbers(1)?.map((index) => positiveAxis(index, dim(x.shape, axis)));
  if (indices) {
    const runs = consecutiveRuns(indices);
    if (runs.length <= 4) {
      return runs.map(({ at, start, length }) => ({ value: b.slice(rows, axis, at, length), axis, start }));
    }
  }
  const last = range(x.shape.length).filter((each) => each !== axis);
  const perm = [axis, ...last];
  const moved = b.transpose(rows, perm);
  const shape = perm.map((each) => dim(x.shape, each));
  const summed = b.scatterNDAdd(
    b.zeros(shape, rows.type),
    b.reshape(b.cast(s.in(1), DataType.INT64), [count, 1]),
    moved,
  );
  return b.transpose(
    summed,
    perm.map((_, i) => perm.indexOf(i)),
  );
}

interface Run {
  readonly at: number;
  readonly start: number;
  length: number;
}

function consecutiveRuns(indices: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (const [at, index] of indices.entries()) {
    const last = runs.at(-1);
    if (last && last.start + last.length === index) last.length++;
    else runs.push({ at, start: index, length: 1 });
  }
  return runs;
}
