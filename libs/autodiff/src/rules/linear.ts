import { rule, type Rule, type Thunk } from '../rule.ts';
import type { Site } from '../site.ts';
import { dim, sizeOf, type Value } from '../values.ts';
import { einsumGradients } from './einsum.ts';

export const linear = {
  Einsum: rule(einsumGradients, { reads: ['equation'] }),
  Gemm: rule(
    (s) => {
      const { b } = s;
      const [transA, transB] = [s.int('transA') === 1, s.int('transB') === 1];
      const alpha = s.float('alpha');
      const [x, w, c] = [s.in(0), s.in(1), s.maybe(2)];
      return [
        () =>
          transA
            ? b.gemm(w, s.grad(), { transA: transB, transB: true, alpha })
            : b.gemm(s.grad(), w, { transB: !transB, alpha }),
        () =>
          transB
            ? b.gemm(s.grad(), x, { transA: true, transB: transA, alpha })
            : b.gemm(x, s.grad(), { transA: !transA, alpha }),
        c && (() => b.mul(b.unbroadcast(s.grad(), c.shape), s.float('beta'))),
      ];
    },
    { reads: ['alpha', 'beta', 'transA', 'transB'] },
  ),
  MatMul: rule(matMulGradients),
} satisfies Record<string, readonly Rule[]>;

export function matMulGradients(s: Site): [Thunk, Thunk] {
  return [() => leftGradient(s), () => rightGradient(s)];
}

/** Vectors as matrices: [K] is a row on the left and a column on the right, and the result lacks that axis. */
function operands(s: Site): { x: Value; w: Value; g: Value } {
  const { b } = s;
  const [x, w] = [s.in(0), s.in(1)];
  const rows = x.shape.length === 1 ? [1] : [];
  const columns = w.shape.length === 1 ? [1] : [];
  const batch = s.out().shape.slice(0, s.out().shape.length - (2 - rows.length - columns.length));
  const shape = [
    ...batch,
    ...(rows.length ? rows : [dim(x.shape, -2)]),
    ...(columns.length ? columns : [dim(w.shape, -1)]),
  ];
  return {
    x: rows.length ? b.reshape(x, [1, ...x.shape]) : x,
    w: columns.length ? b.reshape(w, [...w.shape, 1]) : w,
    g: b.reshape(s.grad(), shape),
  };
}

/** By a matrix that all batches share, one Gemm that reads the same weight transposed; otherwise g * w^T. */
function leftGradient(s: Site): Value {
  const { b } = s;
  const { x, w, g } = operands(s);
  if (w.shape.length === 2) {
    const rows = sizeOf(g.shape) / dim(g.shape, -1);
    const flat = b.gemm(b.reshape(g, [rows, dim(g.shape, -1)]), w, { transB: true });
    return b.reshape(flat, s.in(0).shape);
  }
  return b.reshape(b.unbroadcast(b.matmul(g, b.matrixTranspose(w)), x.shape), s.in(0).shape);
}

function rightGradient(s: Site): Value {
  const { b } = s;
  const { x, w, g } = operands(s);
  if (w.shape.length === 2) {
    const rows = sizeOf(x.shape) / dim(x.shape, -1);
    const flat = b.gemm(b.reshape(x, [rows, dim(x.shape, -1)]), b.reshape(g, [rows, dim(g.shape, -1)]), {
      transA: true,
    });
    return b.reshape(flat, s.in(1).shape);
  }
  return b.reshape(b.unbroadcast(b.matmul(b.matrixTranspose(x), g), w.shape), s.in(1).shape);
}
