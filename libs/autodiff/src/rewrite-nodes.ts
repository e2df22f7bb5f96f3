import { makeNode, pruneUnused, type NodeProto, type OnnxModel } from '@facet/onnx';
import { Forward } from './forward.ts';
import { Ops } from './ops.ts';
import type { Value } from './values.ts';

/**
 * The model with nodes written anew; itself where none is.
 * @param model with static shapes (`foldModel`); it is not changed
 * @param prefix of the names of what is written
 * @param rewrite writes with the given operators what has the node's result, or nothing
 */
export function rewriteNodes(
  model: OnnxModel,
  prefix: string,
  rewrite: (b: Ops, forward: Forward, node: NodeProto) => Value | undefined,
): OnnxModel {
  const forward = new Forward(model);
  const { graph } = model.proto;
  const b = new Ops(forward.opset, prefix, forward.index);
  const node = graph.node.flatMap((each): NodeProto[] => {
    const before = b.nodes.length;
    const result = rewrite(b, forward, each);
    if (!result) return [each];
    return [...b.nodes.slice(before), makeNode('Identity', [result.name], each.output, {}, each.name)];
  });
  if (b.nodes.length === 0) return model;
  const initializer = [...graph.initializer, ...b.initializers];
  const valueInfo = [...graph.valueInfo, ...b.valueInfos];
  const result = { ...model, proto: { ...model.proto, graph: { ...graph, node, initializer, valueInfo } } };
  pruneUnused(result);
  return result;
}
