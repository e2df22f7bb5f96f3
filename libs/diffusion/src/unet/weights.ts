import {
  cloneModel,
  DataType,
  elementCount,
  GraphIndex,
  int,
  makeNode,
  readFloats,
  valueInfo,
  type NodeProto,
  type OnnxModel,
} from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import type { UnetWeight } from '../types.ts';
import { contextName, LORA_MARK } from '@facet/models';

const learnedTypes: ReadonlySet<number> = new Set([DataType.FLOAT, DataType.FLOAT16, DataType.BFLOAT16]);

/** Operators that hand a stored weight on in another type or form. */
const passing: ReadonlySet<string> = new Set([
  'Cast',
  'Flatten',
  'Identity',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
]);

/** Where operators take what a network learns. InstanceNormalization is not here: exporters give it ones and zeros. */
const operands: Readonly<Record<string, readonly number[]>> = {
  Add: [0, 1],
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [1, 2],
  GroupNormalization: [1, 2],
  LayerNormalization: [1, 2],
  MatMul: [1],
  Mul: [0, 1],
};

/** Between the timestep's frequencies, which are no weights, and their sine lie a few products and reshapes. */
const FREQUENCY_STEPS = 6;

/**
 * What a split U-Net has learned, in the file's order: stored floating-point tensors of more than one number of which every
 * reader uses the values as a kernel, matrix, scale or bias. Equal tensors that an exporter stored once are one weight.
 */
export function unetWeights(base: OnnxModel, layerCount: number): UnetWeight[] {
  const index = new GraphIndex(base.proto.graph);
  const layers = projectionLayers(index, layerCount);
  return base.proto.graph.initializer
    .filter(({ dataType }) => learnedTypes.has(dataType))
    .filter(({ name, dims }) => elementCount(dims) > 1 && !name.includes(LORA_MARK) && isLearned(name, index))
    .map(({ name, dims }) => ({ name, dims, conditioningLayer: layers.get(name) }));
}

/** A weight's values in float32, whatever the file stores. */
export function readWeight(base: OnnxModel, name: string): Float32Array {
  const tensor = base.proto.graph.initializer.find((each) => each.name === name);
  if (!tensor)
    throw new ModelError('bad-argument', `The U-Net has no weight '${name}'; DiffusionModel.weights lists them.`);
  return Float32Array.from(readFloats(base, tensor));
}

/**
 * A copy of the split U-Net in which these weights are float32 inputs under their own names. It is made before folding, so that
 * nothing can be merged into them or renamed. All other weights are shared.
 */
export function weightsAsInputs(base: OnnxModel, names: readonly string[]): OnnxModel {
  const model = cloneModel(base);
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const chosen = new Set(names);
  const stored = graph.initializer.filter(({ name }) => chosen.has(name));
  const casts: NodeProto[] = [];
  for (const { name, dataType } of stored) {
    if (dataType === DataType.FLOAT) continue;
    // A Cast from float16 that is now one from float32 stays right; other readers get their float16 by a Cast.
    const readers = index.consumers(name).filter(({ opType }) => opType !== 'Cast');
    if (readers.length === 0) continue;
    const half = index.uniqueName(`${name}/half`);
    casts.push(makeNode('Cast', [name], [half], { to: int(dataType) }, half));
    for (const node of readers) node.input = node.input.map((input) => (input === name ? half : input));
  }
  graph.node = [...casts, ...graph.node];
  graph.initializer = graph.initializer.filter(({ name }) => !chosen.has(name));
  const declared = stored.map(({ name, dims }) => valueInfo(name, DataType.FLOAT, dims));
  graph.input = [...graph.input.filter(({ name }) => !chosen.has(name)), ...declared];
  return model;
}

function isLearned(name: string, index: GraphIndex): boolean {
  const readers = index.consumers(name);
  return (
    readers.length > 0 &&
    readers.every((node) => {
      if (passing.has(node.opType)) return node.input[0] === name && isLearned(node.output[0]!, index);
      const places = operands[node.opType];
      if (!places || !node.input.every((input, at) => input !== name || places.includes(at))) return false;
      return node.opType !== 'Mul' || !reachesSine(node, index, FREQUENCY_STEPS);
    })
  );
}

function reachesSine(node: NodeProto, index: GraphIndex, steps: number): boolean {
  if (steps === 0) return false;
  return index.consumers(node.output[0]!).some((next) => {
    if (next.opType === 'Sin' || next.opType === 'Cos') return true;
    return (passing.has(next.opType) || next.opType === 'Mul') && reachesSine(next, index, steps - 1);
  });
}

/** The layer whose conditioning a stored key or value projection reads, by the projection's name. */
function projectionLayers(index: GraphIndex, layerCount: number): Map<string, number> {
  const found = new Map<string, number>();
  const visit = (value: string, layer: number): void => {
    for (const node of index.consumers(value)) {
      const stored = node.opType === 'MatMul' || node.opType === 'Gemm' ? storedOperand(node, index) : undefined;
      if (stored !== undefined) found.set(stored, layer);
      else if (passing.has(node.opType) && node.input[0] === value) visit(node.output[0]!, layer);
    }
  };
  for (let layer = 0; layer < layerCount; layer++) visit(contextName(layer), layer);
  return found;
}

function storedOperand(node: NodeProto, index: GraphIndex): string | undefined {
  let name = node.input[1];
  while (name !== undefined && !index.initializer(name)) {
    const producer = index.producer(name);
    // A weight that a LoRA changes comes to its reader by way of the sum.
    const isSum = producer?.opType === 'Add' && producer.output[0]!.includes(LORA_MARK);
    name = producer && (isSum || passing.has(producer.opType)) ? producer.input[0] : undefined;
  }
  return name;
}
