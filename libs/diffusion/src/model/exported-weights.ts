import type { FingerprintWeight, NamedWeights } from '@facet/models';
import {
  attrInt,
  attrInts,
  DataType,
  elementCount,
  GraphIndex,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
} from '@facet/onnx';
import { tensorSlice } from '../parts/tensor-slice.ts';
import { moduleOf, type NameRoots } from './exported-names.ts';

/** A stored tensor that a node reads, and how it got there. */
interface Read {
  readonly tensor: TensorProto;
  readonly isTransposed: boolean;
}

const OPAQUE = 'opaque';

/** Operators that leave a weight what it is. */
const passing = new Set(['Identity', 'Cast', 'Reshape', 'Squeeze', 'Unsqueeze']);

/** Bytes of one number of each type that networks store. */
const sizes: Readonly<Record<number, number>> = {
  [DataType.DOUBLE]: 8,
  [DataType.FLOAT]: 4,
  [DataType.FLOAT16]: 2,
};

/**
 * What a network of an export has learned, under the names and in the dims that it has in diffusers: each weight is named by the
 * module of the node that reads it, because exporters fold transposes into new tensors, keep one of those that are equal, and store
 * the scales of normalisations in other shapes. Undefined where not everything has a name (exports of PyTorch before 1.13, graphs
 * whose weights are quantised): such an export is known by its graph.
 */
export function exportedWeights(model: OnnxModel, roots: NameRoots): NamedWeights | undefined {
  const index = new GraphIndex(model.proto.graph);
  const found = new Map<string, FingerprintWeight & { readonly tensor: TensorProto }>();
  for (const node of model.proto.graph.node) {
    for (const { input, role } of placesOf(node)) {
      const read = readOf(node.input[input], index);
      if (read === OPAQUE) return undefined;
      if (read === undefined) continue;
      const name = nameOf(node, role, roots);
      if (name === undefined && role === 'matrix') return undefined;
      if (name === undefined) continue;
      const before = found.get(name);
      if (before !== undefined && before.tensor !== read.tensor) return undefined;
      found.set(name, weightOf(model, node, read, role));
    }
  }
  // What is added and belongs to nothing that multiplies is no bias: a causal mask.
  const isLearned = (name: string): boolean => !name.endsWith('.bias') || found.has(name.replace(/bias$/, 'weight'));
  return new Map([...found].filter(([name]) => isLearned(name)));
}

/** What a network may have learned of the values that a node reads. */
type Role = 'matrix' | 'scale' | 'bias' | 'rows';

interface Place {
  readonly input: number;
  readonly role: Role;
}

const pair = (role: Role): Place[] => [
  { input: 1, role },
  { input: 2, role: 'bias' },
];

const either = (role: Role): Place[] => [
  { input: 0, role },
  { input: 1, role },
];

const places: Readonly<Record<string, readonly Place[]>> = {
  Conv: pair('matrix'),
  Gemm: pair('matrix'),
  MatMul: [{ input: 1, role: 'matrix' }],
  LayerNormalization: pair('scale'),
  GroupNormalization: pair('scale'),
  Mul: either('scale'),
  Add: either('bias'),
  Gather: [{ input: 0, role: 'rows' }],
};

const placesOf = ({ opType, domain }: NodeProto): readonly Place[] =>
  domain === '' || domain === 'ai.onnx' ? (places[opType] ?? []) : [];

/** The name of a weight by the module that reads it; undefined for what no module has learned. */
function nameOf(node: NodeProto, role: Role, roots: NameRoots): string | undefined {
  const module = moduleOf(node, roots);
  if (module === undefined) return undefined;
  // The lookup of positions, which do not change, is done by some exporters.
  if (role === 'bias' && module.endsWith('.embeddings')) return `${module}.position_embedding.weight`;
  if (role === 'rows' && !module.endsWith('_embedding')) return undefined;
  if (role === 'scale' && !/norm[^.]*$/.test(module)) return undefined;
  return `${module}.${role === 'bias' ? 'bias' : 'weight'}`;
}

/** The tensor behind a value: undefined where it is computed from an input, `opaque` where from a tensor in an unknown way. */
function readOf(value: string | undefined, index: GraphIndex): Read | typeof OPAQUE | undefined {
  let isTransposed = false;
  for (let name = value; name !== undefined && name !== '';) {
    const node = index.producer(name);
    const tensor = index.initializer(name) ?? (node?.opType === 'Constant' ? constantOf(node) : undefined);
    if (tensor) return sizes[tensor.dataType] && elementCount(tensor.dims) > 1 ? { tensor, isTransposed } : undefined;
    if (!node) return undefined;
    const flips = node.opType === 'Transpose' && String(attrInts(node, 'perm', [1, 0])) === '1,0';
    if (flips) isTransposed = !isTransposed;
    else if (!passing.has(node.opType)) return isStored(node, index) ? OPAQUE : undefined;
    name = node.input[0];
  }
  return undefined;
}

const constantOf = (node: NodeProto): TensorProto | undefined => node.attribute.find(({ name }) => name === 'value')?.t;

/** Whether a node works a floating-point tensor out of stored numbers alone, as one that dequantises does. */
const isStored = (node: NodeProto, index: GraphIndex): boolean =>
  node.opType === 'DequantizeLinear' &&
  node.input.every((name) => name === '' || index.initializer(name) !== undefined);

/** A weight as PyTorch has it. */
function weightOf(
  model: OnnxModel,
  node: NodeProto,
  { tensor, isTransposed }: Read,
  role: Role,
): FingerprintWeight & { readonly tensor: TensorProto } {
  const flips =
    role === 'matrix' && (node.opType === 'MatMul' || (node.opType === 'Gemm' && attrInt(node, 'transB', 0) === 0));
  const isStoredTurned = flips !== isTransposed;
  return {
    tensor,
    dims: isStoredTurned ? tensor.dims.toReversed() : tensor.dims,
    halves: isStoredTurned
      ? (start, count) => turnedHalves(model, tensor, start, count)
      : (start, count) => halves(model, tensor, start, count),
  };
}

/** Numbers of a stored tensor, in its order, as float16. */
function halves(model: OnnxModel, tensor: TensorProto, start: number, count: number): Uint8Array {
  const size = sizes[tensor.dataType]!;
  // A copy, since typed arrays want their numbers at a multiple of their size.
  const bytes = tensorSlice(model, tensor, start * size, count * size).slice();
  if (tensor.dataType === DataType.FLOAT16) return bytes;
  const wide =
    tensor.dataType === DataType.FLOAT
      ? new Float32Array(bytes.buffer)
      : Float32Array.from(new Float64Array(bytes.buffer));
  return new Uint8Array(new Float16Array(wide).buffer);
}

/** Numbers of a matrix that is stored turned, in the order of its own rows, as float16. */
function turnedHalves(model: OnnxModel, tensor: TensorProto, start: number, count: number): Uint8Array {
  const [columns = 1, rows = 1] = tensor.dims;
  const result = new Uint16Array(count);
  for (let done = 0; done < count;) {
    // Numbers of one row lie a stored row apart: what is between is read with them, which is less than a call for each.
    const row = Math.floor((start + done) / columns);
    const column = (start + done) % columns;
    const length = Math.min(columns - column, count - done);
    const span = new Uint16Array(halves(model, tensor, column * rows + row, (length - 1) * rows + 1).buffer);
    for (let at = 0; at < length; at++) result[done + at] = span[at * rows]!;
    done += length;
  }
  return new Uint8Array(result.buffer);
}
