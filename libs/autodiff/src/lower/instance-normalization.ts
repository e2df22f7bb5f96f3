import {
  GraphIndex,
  int64Tensor,
  makeNode,
  numberTensor,
  readFloats,
  ShapeIndex,
  valueInfo,
  type NodeProto,
  type OnnxModel,
} from '@facet/onnx';
import { isStandard } from '../table.ts';

/**
 * InstanceNormalization with a scale or bias of its own becomes one without, then Mul and Add, in place: the normalised
 * values, which the gradient needs, are then the node's result. Exporters write most of them that way (groups of channels).
 * @param wanted names whose gradients are wanted, which the shortened form would not give for scale and bias
 */
export function lowerInstanceNormalization(model: OnnxModel, wanted: readonly string[]): void {
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const shapes = new ShapeIndex(model);
  const replaceable = new Set([...wanted, ...graph.input.map((info) => info.name)]);
  const uniform = (name: string, value: number): boolean => {
    const tensor = replaceable.has(name) ? undefined : index.initializer(name);
    return tensor !== undefined && readFloats(model, tensor).every((each) => each === value);
  };
  graph.node = graph.node.flatMap((node): NodeProto[] => {
    const [x, scale, bias] = node.input as [string, string, string];
    const output = node.output[0]!;
    if (!isStandard(node) || node.opType !== 'InstanceNormalization' || (uniform(scale, 1) && uniform(bias, 0)))
      return [node];
    const [shape, type] = [shapes.shape(x), shapes.elementType(x)];
    if (!shape || !type) return [node];
    const fresh = (what: string): string => index.uniqueName(`${output}/${what}`);
    const [ones, zeros, dims] = [fresh('ones'), fresh('zeros'), fresh('dims')];
    const [n, scaled, factor, offset] = [fresh('normalised'), fresh('scaled'), fresh('scale'), fresh('bias')];
    const channels = shape[1]!;
    const spread = [channels, ...shape.slice(2).map(() => 1)];
    graph.initializer.push(
      numberTensor(ones, [channels], new Float32Array(channels).fill(1), type),
      numberTensor(zeros, [channels], new Float32Array(channels), type),
      int64Tensor(dims, [spread.length], spread),
    );
    for (const name of [n, scaled]) graph.valueInfo.push(valueInfo(name, type, shape));
    for (const name of [factor, offset]) graph.valueInfo.push(valueInfo(name, type, spread));
    return [
      { ...node, input: [x, ones, zeros], output: [n] },
      makeNode('Reshape', [scale, dims], [factor], {}, factor),
      makeNode('Mul', [n, factor], [scaled], {}, scaled),
      makeNode('Reshape', [bias, dims], [offset], {}, offset),
      makeNode('Add', [scaled, offset], [output], {}, `${node.name}/bias`),
    ];
  });
}
