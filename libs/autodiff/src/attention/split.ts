import { makeNode, pruneUnused, type NodeProto, type OnnxModel } from '@facet/onnx';
import { Forward } from '../forward.ts';
import { Ops } from '../ops.ts';
import type { Value } from '../values.ts';
import { blocksOf, isLarge, probabilities, rowsOf, zeroAfter } from './blocks.ts';
import { findAttention, type Attention } from './find.ts';

/**
 * The model with attention of many tokens computed in blocks of queries, one after the other, so that its matrix of
 * probabilities, which grows with the fourth power of a picture's side, is never there as a whole. Results are the same but for rounding.
 * @param model with static shapes (`foldModel`); it is not changed
 */
export function splitAttention(model: OnnxModel): OnnxModel {
  const forward = new Forward(model);
  const { graph } = model.proto;
  const b = new Ops(forward.opset, 'blocks/', forward.index);
  const node = graph.node.flatMap((each): NodeProto[] => {
    const attention = findAttention(forward, each);
    if (!attention || !isLarge(attention)) return [each];
    const before = b.nodes.length;
    const result = inBlocks(b, attention);
    return [...b.nodes.slice(before), makeNode('Identity', [result.name], each.output, {}, each.name)];
  });
  if (b.nodes.length === 0) return model;
  const initializer = [...graph.initializer, ...b.initializers];
  const valueInfo = [...graph.valueInfo, ...b.valueInfos];
  const result = { ...model, proto: { ...model.proto, graph: { ...graph, node, initializer, valueInfo } } };
  pruneUnused(result);
  return result;
}

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
