import type { NodeProto, OnnxModel } from '@facet/onnx';
import { isStandard } from '../table.ts';
import { lowerAttention } from './attention.ts';
import { lowerGroupNormalization } from './group-normalization.ts';
import { Rewriter } from './rewriter.ts';

/** Writes the replacement and returns true, or writes nothing and returns false where the node must stay. */
type Lowering = (rewriter: Rewriter, node: NodeProto) => boolean;

const lowerings: Readonly<Record<string, Lowering>> = {
  Attention: lowerAttention,
  GroupNormalization: lowerGroupNormalization,
};

/**
 * The model with operators that ONNX Runtime replaces by slow chains when it folds a model (and that have no simple gradient)
 * rewritten into others of the same function with fast kernels. Call it before `foldModel`; shapes may be symbolic. The
 * given model is not changed.
 */
export function lowerOperators(model: OnnxModel): OnnxModel {
  if (!model.proto.graph.node.some(isLowered)) return model;
  const rewriter = new Rewriter(model);
  return rewriter.apply((node) => isLowered(node) && lowerings[node.opType]!(rewriter, node));
}

function isLowered(node: NodeProto): boolean {
  return isStandard(node) && Object.hasOwn(lowerings, node.opType);
}
