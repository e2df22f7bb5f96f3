import { cloneModel, DataType, GraphIndex, int, ints, int64Tensor, makeNode } from '@facet/onnx';
import { elementType, opsetVersion, staticShape, valueInfo, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';

export const TARGET = 'target';
export const LOSSES = 'losses';

/** From this operator set on ReduceMean takes its axes as an input. */
const REDUCE_AXES_INPUT = 18;

/**
 * A copy of a U-Net with static shapes that also takes `target` and gives `losses` [n], the mean over channels, height and
 * width of (target - prediction)^2. It is part of the graph so that one run gives prediction, losses and gradients. The
 * loss is computed in float32 also where the network computes in float16.
 */
export function appendLoss(original: OnnxModel, prediction: string): OnnxModel {
  const model = cloneModel(original);
  const { graph } = model.proto;
  const dims = staticShape(model, prediction);
  if (!dims) throw new ModelError('unexpected-graph', `The U-Net's output '${prediction}' has no static shape.`);
  const name = new GraphIndex(graph);
  let value = prediction;
  if (elementType(model, prediction) !== DataType.FLOAT) {
    value = name.uniqueName('loss/prediction');
    graph.node.push(makeNode('Cast', [prediction], [value], { to: int(DataType.FLOAT) }, value));
    graph.valueInfo.push(valueInfo(value, DataType.FLOAT, dims));
  }
  const difference = name.uniqueName('loss/difference');
  const square = name.uniqueName('loss/square');
  graph.node.push(makeNode('Sub', [value, TARGET], [difference], {}, difference));
  graph.node.push(makeNode('Mul', [difference, difference], [square], {}, square));
  const axes = [1, 2, 3];
  if ((opsetVersion(model) ?? 0) >= REDUCE_AXES_INPUT) {
    const axesName = name.uniqueName('loss/axes');
    graph.initializer.push(int64Tensor(axesName, [axes.length], axes));
    graph.node.push(makeNode('ReduceMean', [square, axesName], [LOSSES], { keepdims: int(0) }, 'loss/mean'));
  } else {
    graph.node.push(makeNode('ReduceMean', [square], [LOSSES], { axes: ints(axes), keepdims: int(0) }, 'loss/mean'));
  }
  for (const each of [difference, square]) graph.valueInfo.push(valueInfo(each, DataType.FLOAT, dims));
  graph.input.push(valueInfo(TARGET, DataType.FLOAT, dims));
  graph.output.push(valueInfo(LOSSES, DataType.FLOAT, [dims[0]!]));
  return model;
}
