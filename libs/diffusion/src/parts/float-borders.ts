import { cloneModel, DataType, GraphIndex, int, makeNode, type OnnxModel, type ValueInfoProto } from '@facet/onnx';

const isHalf = (info: ValueInfoProto): boolean => info.type?.tensorType?.elemType === DataType.FLOAT16;

/**
 * A copy whose float16 inputs and outputs are float32, with a Cast behind or before each; the same model when there are
 * none. Callers then see float32 only (onnxruntime-node does not take JavaScript's Float16Array), and gradients leave the
 * graph in float32 too.
 */
export function floatBorders(original: OnnxModel): OnnxModel {
  const { input, output } = original.proto.graph;
  if (![...input, ...output].some(isHalf)) return original;
  const model = cloneModel(original);
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const renamed = new Map<string, string>();
  const before = [];
  const after = [];
  for (const info of graph.input.filter(isHalf)) {
    if (!index.isInput(info.name)) continue;
    const half = index.uniqueName(`${info.name}/half`);
    renamed.set(info.name, half);
    before.push(makeNode('Cast', [info.name], [half], { to: int(DataType.FLOAT16) }, half));
    info.type!.tensorType!.elemType = DataType.FLOAT;
  }
  for (const info of graph.output.filter(isHalf)) {
    const half = index.uniqueName(`${info.name}/half`);
    renamed.set(info.name, half);
    after.push(makeNode('Cast', [half], [info.name], { to: int(DataType.FLOAT) }, half));
    info.type!.tensorType!.elemType = DataType.FLOAT;
  }
  for (const node of graph.node) {
    node.input = node.input.map((name) => renamed.get(name) ?? name);
    node.output = node.output.map((name) => renamed.get(name) ?? name);
  }
  graph.node = [...before, ...graph.node, ...after];
  return model;
}
