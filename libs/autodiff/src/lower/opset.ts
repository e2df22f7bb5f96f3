import { opsetVersion, type OnnxModel } from '@facet/onnx';

const standard: ReadonlySet<string> = new Set(['', 'ai.onnx']);

/**
 * Gradients use LayerNormalization's statistics and scattering sums, which opset 17 has. From 13 to 17 only RoiAlign and the
 * training form of BatchNormalization changed their meaning: a model with one of these stays as it is.
 */
export function raiseOpset(model: OnnxModel): void {
  const version = opsetVersion(model);
  if (version === undefined || version < 13 || version >= 17) return;
  const changed = model.proto.graph.node.some(
    ({ opType, output }) => opType === 'RoiAlign' || (opType === 'BatchNormalization' && output.length > 1),
  );
  if (changed) return;
  for (const each of model.proto.opsetImport) if (standard.has(each.domain)) each.version = 17;
}
