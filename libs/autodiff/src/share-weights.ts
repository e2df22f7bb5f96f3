import type { NodeProto, OnnxModel } from '@facet/onnx';
import { byteLength, elementCount, GraphIndex, valueInfo } from '@facet/onnx';

/** Below this many bytes a second copy does not matter. */
const bytesMin = 1 << 20;

const readers: ReadonlySet<string> = new Set(['Conv', 'ConvTranspose', 'Gemm', 'MatMul', 'Transpose']);

/**
 * The model with each large weight that several nodes read, forward and backward, declared as an optional input too. ONNX
 * Runtime then keeps it as it is instead of packing a copy for each reader: about 3 GB less for a U-Net of Stable Diffusion
 * 1.x in float32, at the price of packing in every run (little, except for products with few rows). For CPU sessions only, and
 * the last step before opening one: callers need not feed these inputs, but tools that list inputs see them.
 */
export function shareWeights(model: OnnxModel): OnnxModel {
  const { proto, directory } = model;
  const index = new GraphIndex(proto.graph);
  const declared = new Set(proto.graph.input.map((info) => info.name));
  const shared = proto.graph.initializer.filter(({ name, dims, dataType }) => {
    const consumers = index.consumers(name);
    const large = (byteLength(dataType, elementCount(dims)) ?? 0) >= bytesMin;
    return (
      large &&
      !declared.has(name) &&
      consumers.length > 1 &&
      consumers.every((node) => isReader(node) && !isFolded(node, index))
    );
  });
  const input = [...proto.graph.input, ...shared.map(({ name, dataType, dims }) => valueInfo(name, dataType, dims))];
  return { proto: { ...proto, graph: { ...proto.graph, input } }, directory };
}

function isReader(node: NodeProto): boolean {
  return readers.has(node.opType);
}

/** A kernel that is flipped for the backward part must stay constant, or every run would flip it again. */
function isFolded(node: NodeProto, index: GraphIndex): boolean {
  return (
    node.opType === 'Transpose' &&
    index.consumers(node.output[0]!).some((next) => next.opType === 'Slice' || next.opType === 'Conv')
  );
}
