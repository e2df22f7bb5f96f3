import type { Thunk } from '../rule.ts';
import type { Site } from '../site.ts';
import { withDim, type Value } from '../values.ts';
import { blocksOf, probabilities, rowsOf, zeroAfter } from './blocks.ts';
import type { Attention } from './find.ts';

/** Which gradients of an attention somebody wants. */
export interface Wanted {
  readonly q: boolean;
  readonly kT: boolean;
  readonly v: boolean;
}

/**
 * The gradients of Q, K^T and V, block of queries by block: each computes its probabilities again (Dao et al., FlashAttention, 2022,
 * appendix B), so that none are kept from the forward part.
 */
export function attentionGradients(s: Site, attention: Attention, wanted: Wanted): Thunk[] {
  // The walk asks only for those that are wanted.
  let found: Partial<Record<keyof Wanted, Value>> | undefined;
  return (['q', 'kT', 'v'] as const).map((name) => () => (found ??= inBlocks(s, attention, wanted))[name]!);
}

function inBlocks(s: Site, attention: Attention, wanted: Wanted): Partial<Record<keyof Wanted, Value>> {
  const { b } = s;
  const { q, kT, v, out, changes } = attention;
  const g = s.grad();
  const last = out.shape.length - 1;
  // The row sums of dP * P are those of dO * O; one more column in the product subtracts them from dP.
  const extended = b.concat([g, b.sum(b.mul(g, out), [last])], last);
  const minus = b.expand(b.scalar(-1, v.type), withDim(v.shape, last, 1));
  const [k, vT] = [b.matrixTranspose(kT), b.matrixTranspose(b.concat([v, minus], last))];
  const plus = (sum: Value | undefined, x: Value): Value => (sum ? b.add(sum, x) : x);

  const dq: Value[] = [];
  let [dkT, dvT]: (Value | undefined)[] = [];
  let zero = zeroAfter(b, [g]);
  for (const block of blocksOf(attention)) {
    const waiting = (x: Value): Value => b.add(rowsOf(b, x, block), zero);
    const queries = waiting(q);
    const p = probabilities(b, attention, queries, block);
    // The next block waits for every product of the matrices: one that is left out keeps them.
    const products: Value[] = [];
    if (wanted.q || wanted.kT) {
      const ds = b.mul(p, b.matmul(waiting(extended), vT));
      if (wanted.q) products.push(dq[dq.push(b.matmul(ds, k)) - 1]!);
      if (wanted.kT) products.push((dkT = plus(dkT, b.matmul(b.matrixTranspose(queries), ds))));
    }
    if (wanted.v) products.push((dvT = plus(dvT, b.matmul(b.matrixTranspose(waiting(g)), p))));
    zero = zeroAfter(b, products);
  }
  const factor = changes.reduce((product, change) => product * change.factor, 1);
  return {
    ...(wanted.q && { q: b.mul(b.concat(dq, last - 1), factor) }),
    ...(dkT && { kT: b.mul(dkT, factor) }),
    ...(dvT && { v: b.matrixTranspose(dvT) }),
  };
}
