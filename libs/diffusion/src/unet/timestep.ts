import { attrInt, cloneModel, DataType, GraphIndex, valueInfo, type NodeProto, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';

/** Operators that only change the timestep's shape on its way to the sinusoidal embedding. */
const shaping = new Set(['Identity', 'Expand', 'Unsqueeze', 'Reshape', 'Squeeze']);

/**
 * A copy whose `timestep` input is float32 with one entry per sample, whatever the export had: int64 (fractional steps of
 * some schedulers would be cut), a scalar, or a single step for the whole batch.
 * @throws {ModelError} `unexpected-graph` when the export's timestep is of another kind
 */
export function floatTimesteps(original: OnnxModel, input = 'timestep'): OnnxModel {
  const model = cloneModel(original);
  const { graph } = model.proto;
  const info = graph.input.find((each) => each.name === input);
  const type = info?.type?.tensorType;
  if (!info || !type) throw new ModelError('unexpected-graph', `The U-Net has no tensor input '${input}'.`);
  const rank = type.shape?.dim.length ?? 1;
  if (rank > 1) {
    throw new ModelError(
      'unexpected-graph',
      `The U-Net's '${input}' has ${rank} dimensions; it should have at most one.`,
    );
  }
  const index = new GraphIndex(graph);
  // A scalar is first made a list of one; a list with an entry per sample needs that no more.
  if (rank === 0) for (const node of raisingNodes(input, index)) becomeIdentity(node);
  for (const node of integerCasts(input, index)) becomeIdentity(node);
  graph.input = graph.input.map((each) => (each === info ? valueInfo(input, DataType.FLOAT, ['facet_batch']) : each));
  // Types and shapes noted along the way may have been those of an int64 scalar.
  graph.valueInfo = [];
  return model;
}

function raisingNodes(value: string, index: GraphIndex): NodeProto[] {
  return index.consumers(value).flatMap((node) => {
    if (node.opType === 'Unsqueeze' || node.opType === 'Reshape') return [node];
    return node.opType === 'Cast' || node.opType === 'Identity' ? raisingNodes(node.output[0]!, index) : [];
  });
}

/** Casts to an integer type before the one to a floating type; they would cut the fraction off. */
function integerCasts(value: string, index: GraphIndex): NodeProto[] {
  return index.consumers(value).flatMap((node) => {
    if (shaping.has(node.opType) && node.input[0] === value) return integerCasts(node.output[0]!, index);
    if (node.opType !== 'Cast') return [];
    const to = attrInt(node, 'to');
    return to === DataType.INT64 || to === DataType.INT32 ? [node].concat(integerCasts(node.output[0]!, index)) : [];
  });
}

function becomeIdentity(node: NodeProto): void {
  node.opType = 'Identity';
  node.input = [node.input[0]!];
  node.attribute = [];
}
