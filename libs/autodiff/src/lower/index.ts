import { inferValueInfo, makeNode, operatorSchema, type NodeProto, type OnnxModel } from '@facet/onnx';
import { AttributeReader } from '../attribute-reader.ts';
import { isStandard } from '../table.ts';
import { attention } from './attention.ts';
import { groupNormalization } from './group-normalization.ts';
import type { Lowering } from './lowering.ts';
import { meanVarianceNormalization } from './mean-variance-normalization.ts';
import { Rewriter } from './rewriter.ts';

const lowerings: Readonly<Record<string, Lowering>> = {
  Attention: attention,
  GroupNormalization: groupNormalization,
  MeanVarianceNormalization: meanVarianceNormalization,
};

/**
 * The model with operators that ONNX Runtime replaces by slow chains when it folds a model, or infers no shape of, rewritten into others of the same function with fast kernels. Call it before `foldModel`; shapes may be symbolic. The
 * given model is not changed.
 */
export function lowerOperators(model: OnnxModel): OnnxModel {
  if (!model.proto.graph.node.some(isLowered)) return model;
  const rewriter = new Rewriter(model);
  return rewriter.apply((node) => {
    if (!isLowered(node)) return false;
    const { reads, moot, write } = lowerings[node.opType]!;
    const schema = operatorSchema(node.opType, rewriter.opset);
    const known = node.attribute.every(({ name }) => schema?.attributes[name] && [...reads, ...moot].includes(name));
    return known && write(rewriter, new AttributeReader(node, rewriter.opset, reads));
  });
}

/**
 * The same for a model that does not declare what lies between its nodes: shapes are inferred first.
 * @param model of fixed input shapes
 */
export async function inferAndLower(model: OnnxModel): Promise<OnnxModel> {
  const { graph } = model.proto;
  if (!graph.node.some(isLowered)) return model;
  // ONNX Runtime knows some of these operators only as chains whose shapes it loses.
  const node = graph.node.map((each) =>
    isLowered(each) && lowerings[each.opType]!.keepsShape
      ? makeNode('Identity', each.input.slice(0, 1), each.output.slice(0, 1))
      : each,
  );
  const inferred = await inferValueInfo({ ...model, proto: { ...model.proto, graph: { ...graph, node } } });
  const outputs = new Set(graph.output.map(({ name }) => name));
  const valueInfo = [...inferred.values()].filter(({ name }) => !outputs.has(name));
  return lowerOperators({ ...model, proto: { ...model.proto, graph: { ...graph, valueInfo } } });
}

/** Whether the operator is one that is rewritten; a node of it that stays is of a form that is not known. */
export function isLowered(node: NodeProto): boolean {
  return isStandard(node) && Object.hasOwn(lowerings, node.opType);
}
