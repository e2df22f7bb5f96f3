import { AttributeType, cloneModel, DataType, GraphIndex, makeNode, int } from '@facet/onnx';
import { floatTensor, type GraphProto, type OnnxModel, readFloats, type TensorProto } from '@facet/onnx';

const weighted = new Set(['Conv', 'MatMul', 'Gemm', 'Gather']);

/** Whether weights are used as float16; a graph that only stores float16 and casts it up is not meant. */
export function computesInHalf(model: OnnxModel): boolean {
  const { node, initializer } = model.proto.graph;
  const halves = new Set(initializer.filter(({ dataType }) => dataType === DataType.FLOAT16).map(({ name }) => name));
  return node.some(({ opType, input }) => weighted.has(opType) && input.some((name) => halves.has(name)));
}

/**
 * A copy that computes in float32 what the model computes in float16: the CPU has few float16 kernels and runs through
 * casts anyway. The stored float16 weights stay as they are, each behind one Cast that ONNX Runtime folds at load.
 */
export function halfToFloat(original: OnnxModel): OnnxModel {
  const model = cloneModel(original);
  widen(model, model.proto.graph);
  return model;
}

function widen(model: OnnxModel, graph: GraphProto): void {
  const index = new GraphIndex(graph);
  const renamed = new Map<string, string>();
  const casts = [];
  for (const tensor of graph.initializer) {
    if (tensor.dataType !== DataType.FLOAT16) continue;
    const wide = index.uniqueName(`${tensor.name}/float`);
    renamed.set(tensor.name, wide);
    casts.push(makeNode('Cast', [tensor.name], [wide], { to: int(DataType.FLOAT) }, wide));
  }
  for (const node of graph.node) {
    node.input = node.input.map((name) => renamed.get(name) ?? name);
    for (const attribute of node.attribute) {
      if (attribute.t) attribute.t = widenTensor(model, attribute.t);
      if (attribute.type === AttributeType.GRAPH && attribute.g) widen(model, attribute.g);
      const isType = (node.opType === 'Cast' && attribute.name === 'to') || attribute.name === 'dtype';
      if (isType && Number(attribute.i) === DataType.FLOAT16) attribute.i = DataType.FLOAT;
    }
  }
  graph.node = [...casts, ...graph.node];
  for (const info of [...graph.input, ...graph.output, ...graph.valueInfo]) {
    const type = info.type?.tensorType;
    if (type?.elemType === DataType.FLOAT16) type.elemType = DataType.FLOAT;
  }
}

function widenTensor(model: OnnxModel, tensor: TensorProto): TensorProto {
  if (tensor.dataType !== DataType.FLOAT16) return tensor;
  return floatTensor(tensor.name, tensor.dims, readFloats(model, tensor));
}
