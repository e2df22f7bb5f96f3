import { DataType, GraphIndex, int, makeNode, numberTensor, readFloats } from '@facet/onnx';
import type { NodeProto, OnnxModel, ValueInfoProto } from '@facet/onnx';

const isFloat = (info: ValueInfoProto): boolean => info.type?.tensorType?.elemType === DataType.FLOAT;

const cast = (from: string, to: string, type: number): NodeProto => makeNode('Cast', [from], [to], { to: int(type) });

/**
 * The model computing in float16 inside, with its float32 inputs and outputs; float32 weights become float16. In place.
 * What Resize takes as scales stays float32, as ONNX demands.
 */
export function computeInHalf(model: OnnxModel): void {
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const inputs = graph.input.filter(isFloat).map(({ name }) => ({ name, half: index.uniqueName(`${name}/half`) }));
  const outputs = graph.output.filter(isFloat).map(({ name }) => ({ name, half: index.uniqueName(`${name}/half`) }));
  const renamed = new Map([...inputs, ...outputs].map(({ name, half }) => [name, half]));
  graph.initializer = graph.initializer.map((tensor) => {
    const isScale = index
      .consumers(tensor.name)
      .some(({ opType, input }) => opType === 'Resize' && input[2] === tensor.name);
    if (tensor.dataType !== DataType.FLOAT || isScale) return tensor;
    return numberTensor(tensor.name, tensor.dims, readFloats(model, tensor), DataType.FLOAT16);
  });
  for (const node of graph.node) {
    node.input = node.input.map((name) => renamed.get(name) ?? name);
    node.output = node.output.map((name) => renamed.get(name) ?? name);
    for (const attribute of node.attribute)
      if (node.opType === 'Cast' && attribute.i === DataType.FLOAT) attribute.i = DataType.FLOAT16;
  }
  graph.node = [
    ...inputs.map(({ name, half }) => cast(name, half, DataType.FLOAT16)),
    ...graph.node,
    ...outputs.map(({ name, half }) => cast(half, name, DataType.FLOAT)),
  ];
}
