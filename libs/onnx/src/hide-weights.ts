import { valueInfo } from './build.ts';
import { DataType, byteLength } from './data-type.ts';
import { isExternal } from './external-data.ts';
import { elementCount, tensorBytes } from './tensors.ts';
import type { GraphProto, OnnxModel, TensorProto, ValueInfoProto } from './types.ts';

/**
 * Smaller tensors are left to ONNX Runtime to fold: shapes, axes, scales, epsilons. Larger ones are weights, for which
 * folding would mean a copy (a float16 weight's Cast to float32 would double the file), and the session that finally
 * runs the model folds them in memory anyway.
 */
const weightBytesMin = 16 * 1024;

const floating: ReadonlySet<number> = new Set([DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16, DataType.DOUBLE]);

export interface HiddenWeights {
  model: OnnxModel;
  /** The tensors taken out, by name. */
  weights: ReadonlyMap<string, TensorProto>;
}

/**
 * A view of the model in which each large floating-point initializer is an input, so that a session of it needs neither
 * their bytes nor their files. What remains external is read in: it is small or an index table.
 * @param keep initializers to hide whatever their size, so that nothing is folded into or out of them
 */
export function hideWeights(model: OnnxModel, keep: readonly string[] = []): HiddenWeights {
  const { graph } = model.proto;
  const weights = new Map<string, TensorProto>();
  const initializer: TensorProto[] = [];
  for (const tensor of graph.initializer) {
    const bytes = byteLength(tensor.dataType, elementCount(tensor.dims));
    const isLarge = bytes !== undefined && bytes >= weightBytesMin;
    if (floating.has(tensor.dataType) && (isLarge || keep.includes(tensor.name))) weights.set(tensor.name, tensor);
    else initializer.push(isExternal(tensor) ? inMemory(model, tensor) : tensor);
  }
  const declared = new Set(graph.input.map((info) => info.name));
  const added = [...weights.values()].filter((tensor) => !declared.has(tensor.name)).map(declaration);
  const hidden: GraphProto = { ...graph, initializer, input: [...graph.input, ...added] };
  return { model: { proto: { ...model.proto, graph: hidden }, directory: model.directory }, weights };
}

/** onnxruntime-node cannot say bfloat16; a Cast, all that reads such weights, treats float16 alike. */
function declaration({ name, dims, dataType }: TensorProto): ValueInfoProto {
  return valueInfo(name, dataType === DataType.BFLOAT16 ? DataType.FLOAT16 : dataType, dims);
}

function inMemory(model: OnnxModel, tensor: TensorProto): TensorProto {
  const inside: TensorProto = { ...tensor, rawData: tensorBytes(model, tensor), externalData: [] };
  delete inside.dataLocation;
  return inside;
}
