import type { OnnxModel } from '@facet/onnx';
import type { Ops } from '../ops.ts';
import { rewriteNodes } from '../rewrite-nodes.ts';
import type { Value } from '../values.ts';
import { blocksOf, isLarge, probabilities, rowsOf, zeroAfter } from './blocks.ts';
import { findAttention, type Attention } from './find.ts';

/**
 * The model with attention of many tokens computed in blocks of queries, one after the other, so that its matrix of
 * probabilities, which grows with the fourth power of a picture's side, is never there as a whole. Results are the same but for rounding.
 * @param model with static shapes (`foldModel`); it is not changed
 */
export const splitAttention = (model: OnnxModel): OnnxModel =>
  rewriteNodes(model, 'blocks/', (b, forward, node) => {
    const attention = findAttention(forward, node);
    return attention && isLarge(attention) ? inBlocks(b, attention) : undefined;
  });

function inBlocks(b: Ops, attention: Attention): Value {
  const { q, v } = attention;
  const parts: Value[] = [];
  for (const block of blocksOf(attention)) {
    const rows = rowsOf(b, q, block);
    const before = parts.at(-1);
    const queries = before ? b.add(rows, zeroAfter(b, [before])) : rows;
    parts.push(b.matmul(probabilities(b, attention, queries, block), v));
  }
  return b.concat(parts, q.shape.length - 2);
}
