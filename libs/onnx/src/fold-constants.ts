import type ort from 'onnxruntime-node';
import { attrInt, int } from './attributes.ts';
import { byteLength, DataType } from './data-type.ts';
import { GraphIndex } from './graph-index.ts';
import { hideWeights } from './hide-weights.ts';
import { inferValueInfo } from './infer-shapes.ts';
import { makeGraph, makeNode, valueInfo } from './build.ts';
import { pruneUnused } from './prune.ts';
import { createSession, inspection } from './session.ts';
import { ShapeIndex } from './shapes.ts';
import { bytesTensor, elementCount, halfTensor, int64Tensor } from './tensors.ts';
import { topologicalSort } from './topological-sort.ts';
import type { NodeProto, OnnxModel, TensorProto } from './types.ts';

const random: ReadonlySet<string> = new Set([
  'RandomNormal',
  'RandomNormalLike',
  'RandomUniform',
  'RandomUniformLike',
  'Multinomial',
  'Bernoulli',
]);

/** Values larger than this are computed at run time, so that an expanded constant does not blow up the file. */
const foldedBytesMax = 16 * 2 ** 20;

/** Each round resolves the shapes that depended on values found in the round before. */
const roundsMax = 64;

/**
 * Replaces what does not depend on inputs or weights by initializers, and shapes by numbers, in place; every other node stays as
 * it is. This is for graphs that compute in float16: on a CPU, ONNX Runtime's optimiser would save them widened to float32,
 * with a Cast around each node and Softmax taken apart, which is not what a graphics card should run.
 */
export async function foldConstants(model: OnnxModel, keep: readonly string[] = []): Promise<void> {
  const { graph } = model.proto;
  topologicalSort(graph);
  for (let round = 0; round < roundsMax; round++) {
    graph.valueInfo = [...(await inferValueInfo(model)).values()];
    const found = await constantValues(model, keep);
    if (found.size === 0) break;
    graph.initializer = [...graph.initializer, ...found.values()];
    graph.node = graph.node.filter((node) => !node.output.some((name) => found.has(name)));
    pruneUnused(model);
  }
  removeIdentities(model);
}

/** The values computed from constants alone that other nodes or the caller read. */
async function constantValues(model: OnnxModel, keep: readonly string[]): Promise<Map<string, TensorProto>> {
  const { graph } = model.proto;
  const { weights } = hideWeights(model, keep);
  const shapes = new ShapeIndex(model);
  const index = new GraphIndex(graph);
  const found = new Map<string, TensorProto>();
  const small = graph.initializer.filter((tensor) => !weights.has(tensor.name));
  const constant = new Set(small.map((tensor) => tensor.name));
  const computed = new Set<NodeProto>();
  for (const node of graph.node) {
    const shape = node.opType === 'Shape' ? shapes.shape(node.input[0]!) : undefined;
    if (shape) {
      const part = shape.slice(attrInt(node, 'start', 0), attrInt(node, 'end', shape.length));
      found.set(node.output[0]!, int64Tensor(node.output[0]!, [part.length], part));
    } else if (isConstant(node, constant) && node.output.every((name) => !name || isSmall(shapes, name))) {
      computed.add(node);
    } else {
      continue;
    }
    for (const name of node.output) constant.add(name);
  }
  const isWanted = (name: string) => index.isOutput(name) || index.consumers(name).some((node) => !computed.has(node));
  const wanted = [...computed].flatMap((node) => node.output.filter((name) => name && isWanted(name)));
  if (wanted.length > 0) {
    const known = [...small, ...found.values()];
    for (const tensor of await compute(model, [...computed], known, wanted, shapes)) found.set(tensor.name, tensor);
  }
  return found;
}

function isConstant(node: NodeProto, constant: ReadonlySet<string>): boolean {
  if (random.has(node.opType) || node.attribute.some(({ g, graphs }) => g || graphs.length > 0)) return false;
  return node.input.every((name) => name === '' || constant.has(name));
}

function isSmall(shapes: ShapeIndex, name: string): boolean {
  const dims = shapes.shape(name);
  const type = shapes.elementType(name);
  const bytes = dims && type !== undefined ? byteLength(type, elementCount(dims)) : undefined;
  return bytes === undefined || bytes <= foldedBytesMax;
}

/** Runs nodes that need no input. Halves leave as floats, which holds them exactly and which onnxruntime-node can hand over. */
async function compute(
  model: OnnxModel,
  nodes: readonly NodeProto[],
  initializers: TensorProto[],
  wanted: readonly string[],
  shapes: ShapeIndex,
): Promise<TensorProto[]> {
  const isHalf = (name: string) => shapes.elementType(name) === DataType.FLOAT16;
  const leaving = (name: string) => (isHalf(name) ? `${name}/as float` : name);
  const casts = wanted
    .filter(isHalf)
    .map((name) => makeNode('Cast', [name], [leaving(name)], { to: int(DataType.FLOAT) }));
  const outputs = wanted.map((name) =>
    valueInfo(leaving(name), isHalf(name) ? DataType.FLOAT : shapes.elementType(name)!),
  );
  const graph = makeGraph({ nodes: [...nodes, ...casts], inputs: [], outputs, initializers: initializers });
  const part: OnnxModel = { proto: { ...model.proto, graph }, directory: model.directory };
  pruneUnused(part);
  const session = await createSession(part, inspection);
  try {
    const results = await session.run({});
    return wanted.map((name) => toTensor(name, results[leaving(name)]!, isHalf(name), shapes.elementType(name)!));
  } finally {
    await session.release();
  }
}

function toTensor(name: string, value: ort.Tensor, isHalf: boolean, dataType: number): TensorProto {
  if (isHalf) return halfTensor(name, value.dims, value.data as Float32Array);
  const data = value.data as Float32Array;
  return bytesTensor(name, value.dims, dataType, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
}

/** Identity, and Dropout outside of training, only rename a value. An output of the model keeps its name and its node. */
function removeIdentities(model: OnnxModel): void {
  const { graph } = model.proto;
  const index = new GraphIndex(graph);
  const source = new Map<string, string>();
  graph.node = graph.node.filter((node) => {
    node.input = node.input.map((name) => source.get(name) ?? name);
    const [output, mask] = node.output;
    const isCopy = node.opType === 'Identity' || (node.opType === 'Dropout' && node.input.length < 3);
    if (!isCopy || !output || index.isOutput(output) || (mask && index.consumers(mask).length > 0)) return true;
    // A nested graph reads by name, so its value stays.
    if (index.consumers(output).some((reader) => !reader.input.includes(output))) return true;
    source.set(output, node.input[0]!);
    return false;
  });
  pruneUnused(model);
}
