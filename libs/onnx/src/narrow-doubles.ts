import { DataType } from './data-type.ts';
import { floatTensor, readTensor } from './tensors.ts';
import type { GraphProto, OnnxModel, TensorProto } from './types.ts';

/** The largest finite float32; constants beyond it (masks of -1.8e308) become this instead of infinite, which would give NaN. */
const floatMax = 3.4028234663852886e38;

/**
 * Lets what a graph computes in float64 be computed in float32, in place. The TorchScript exporter widens each decomposed
 * LayerNormalization of a float16 model to float64, which WebGPU has no arithmetic for, so that these nodes, 7 for each
 * layer, would run on the CPU. A model that takes or gives float64 means it, and stays as it is. For folded graphs: what
 * shapes were computed from keeps its precision.
 */
export function narrowDoubles(model: OnnxModel): void {
  const { input, output } = model.proto.graph;
  if ([...input, ...output].some((info) => info.type?.tensorType?.elemType === DataType.DOUBLE)) return;
  narrowGraph(model, model.proto.graph);
}

function narrowGraph(model: OnnxModel, graph: GraphProto): void {
  graph.initializer = graph.initializer.map((tensor) => narrowTensor(model, tensor));
  for (const info of [...graph.input, ...graph.output, ...graph.valueInfo]) {
    const type = info.type?.tensorType;
    if (type?.elemType === DataType.DOUBLE) type.elemType = DataType.FLOAT;
  }
  for (const node of graph.node) {
    for (const attribute of node.attribute) {
      const isType = attribute.name === 'dtype' || (attribute.name === 'to' && node.opType === 'Cast');
      if (isType && attribute.i === DataType.DOUBLE) attribute.i = DataType.FLOAT;
      if (attribute.t) attribute.t = narrowTensor(model, attribute.t);
      for (const nested of attribute.g ? [attribute.g, ...attribute.graphs] : attribute.graphs)
        narrowGraph(model, nested);
    }
  }
}

function narrowTensor(model: OnnxModel, tensor: TensorProto): TensorProto {
  if (tensor.dataType !== DataType.DOUBLE) return tensor;
  const data = Float32Array.from(readTensor(model, tensor) as Float64Array, narrow);
  return floatTensor(tensor.name, tensor.dims, data);
}

function narrow(value: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(value, -floatMax), floatMax) : value;
}
