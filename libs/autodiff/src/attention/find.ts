import type { NodeProto } from '@facet/onnx';
import { AttributeReader } from '../attribute-reader.ts';
import type { Forward } from '../forward.ts';
import { isStandard } from '../table.ts';
import { positiveAxis, sameShape, type Value } from '../values.ts';

/** What is done to the products of queries and keys before the softmax: numbers are added, or all are multiplied by one. */
export interface Change {
  readonly opType: 'Add' | 'Div' | 'Mul';
  readonly operand: Value;
  /** What the scores are multiplied by; 1 for what is added. */
  readonly factor: number;
}

/** softmax(Q K^T, changed) V along the last two axes, for each place of a batch of any rank. */
export interface Attention {
  /** [..., queries, width] */
  readonly q: Value;
  /** [..., width, keys] */
  readonly kT: Value;
  /** [..., keys, depth] */
  readonly v: Value;
  /** [..., queries, depth] */
  readonly out: Value;
  /** [..., queries, keys]; no value of the graph once it is split. */
  readonly matrix: Value;
  readonly changes: readonly Change[];
  /** The nodes before the last. */
  readonly inside: readonly NodeProto[];
}

/** The attention whose last node this is, if nothing outside reads what lies between its nodes. */
export function findAttention(forward: Forward, last: NodeProto): Attention | undefined {
  const softmax = last.opType === 'MatMul' && isStandard(last) ? inner(forward, last.input[0]!, 'Softmax') : undefined;
  const scores = softmax && scoresOf(forward, softmax.input[0]!);
  if (!softmax || !scores) return undefined;
  const [queries, keys] = scores.product.input as [string, string];
  const names = [queries, keys, last.input[1]!, last.output[0]!, last.input[0]!];
  const [q, kT, v, out, matrix] = names.map((name) => forward.known(name));
  if (!q || !kT || !v || !out || !matrix) return undefined;
  const rank = matrix.shape.length;
  const batch = matrix.shape.slice(0, -2);
  const hasBatch = ({ shape }: Value): boolean => shape.length === rank && sameShape(shape.slice(0, -2), batch);
  const axis = new AttributeReader(softmax, forward.opset, ['axis']).int('axis');
  if (![q, kT, v, out].every(hasBatch) || positiveAxis(axis, rank) !== rank - 1) return undefined;
  return { q, kT, v, out, matrix, changes: scores.changes, inside: [...scores.nodes, softmax] };
}

interface Scores {
  readonly product: NodeProto;
  readonly changes: readonly Change[];
  readonly nodes: readonly NodeProto[];
}

/** A product of matrices, and what is done to it on the way to the value. */
function scoresOf(forward: Forward, value: string): Scores | undefined {
  const product = inner(forward, value, 'MatMul');
  if (product) return { product, changes: [], nodes: [product] };
  for (const opType of ['Add', 'Mul', 'Div'] as const) {
    const node = inner(forward, value, opType);
    if (!node) continue;
    const [left, right] = node.input as [string, string];
    for (const [first, second] of opType === 'Div'
      ? [[left, right]]
      : [
          [left, right],
          [right, left],
        ]) {
      const change = changeBy(forward, opType, second!);
      // What broadcasts the scores would be no change of each but a batch.
      const scores = change && haveOneShape(forward, first!, value) ? scoresOf(forward, first!) : undefined;
      if (change && scores) {
        return { product: scores.product, changes: [...scores.changes, change], nodes: [...scores.nodes, node] };
      }
    }
  }
  return undefined;
}

function changeBy(forward: Forward, opType: Change['opType'], name: string): Change | undefined {
  const operand = forward.known(name);
  if (!operand) return undefined;
  if (opType === 'Add') return { opType, operand, factor: 1 };
  const number = operand.shape.every((length) => length === 1) ? forward.numbers(name)?.[0] : undefined;
  return number === undefined ? undefined : { opType, operand, factor: opType === 'Mul' ? number : 1 / number };
}

/** The node that computes a value, if it is of this operator and one other node reads the value. */
function inner({ index }: Forward, value: string, opType: string): NodeProto | undefined {
  const node = index.producer(value);
  const fits = node?.opType === opType && isStandard(node);
  return fits && !index.isOutput(value) && index.consumers(value).length === 1 ? node : undefined;
}

function haveOneShape(forward: Forward, a: string, b: string): boolean {
  const [first, second] = [forward.known(a), forward.known(b)];
  return first !== undefined && second !== undefined && sameShape(first.shape, second.shape);
}
