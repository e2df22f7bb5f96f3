import { attrInt } from './attributes.ts';
import { canonicalDomain, opsetVersion } from './build.ts';
import { DataType } from './data-type.ts';
import { inferValueInfo } from './infer-shapes.ts';
import type { NodeProto, OnnxModel } from './types.ts';

/** The version to which models are lowered, and the newest whose changes since then were looked through. */
const target = 21;
const newestKnown = 24;

/** Operators that are new since the target, or whose meaning changed; a model with one of them stays as it is. */
const changed: ReadonlySet<string> = new Set([
  'Attention',
  'CastLike',
  'DequantizeLinear',
  'QuantizeLinear',
  'RMSNormalization',
  'RotaryEmbedding',
  'Swish',
  'TensorScatter',
]);

/**
 * Declares a model of operator sets 22 to 24 as 21, in place, when its operators mean the same there: but for the list above
 * (and the rounding of pooling windows), these releases only admitted further element types. ONNX Runtime's WebGPU provider
 * has no kernels for the new versions of ConvTranspose, Sin and Cos, and would run them on the CPU.
 */
export async function lowerOpset(model: OnnxModel): Promise<void> {
  const version = opsetVersion(model);
  if (version === undefined || version <= target || version > newestKnown) return;
  const { graph, functions, opsetImport } = model.proto;
  if (functions.length > 0 || !graph.node.every(meansTheSame)) return;
  for (const info of (await inferValueInfo(model)).values()) {
    const type = info.type?.tensorType?.elemType ?? 0;
    if (type === DataType.BFLOAT16 || type >= DataType.FLOAT8E4M3FN) return;
  }
  for (const node of graph.node) {
    // Only float8 is rounded, which the check above leaves out.
    if (node.opType === 'Cast') node.attribute = node.attribute.filter((each) => each.name !== 'round_mode');
  }
  for (const each of opsetImport) if (canonicalDomain(each.domain) === '') each.version = target;
}

function meansTheSame(node: NodeProto): boolean {
  if (canonicalDomain(node.domain) !== '') return true;
  if (changed.has(node.opType) || node.attribute.some(({ g, graphs }) => g || graphs.length > 0)) return false;
  return !/^(Average|Max|Lp)Pool$/.test(node.opType) || attrInt(node, 'ceil_mode', 0) === 0;
}
