import { AttributeType } from './data-type.ts';
import { OnnxError } from './errors.ts';
import { saturate } from './int64.ts';
import type { AttributeProto, GraphProto, Int64, NodeProto, TensorProto } from './types.ts';

/** An attribute's value before it has a name; made by `int`, `floats` and so on, since 1 alone could be either kind. */
export type AttributeValue = Omit<AttributeProto, 'name'>;

const text = new TextEncoder();

function attribute(type: number, value: Partial<AttributeValue>): AttributeValue {
  const empty = { floats: [], ints: [], strings: [], tensors: [], graphs: [], sparseTensors: [], typeProtos: [] };
  return { ...empty, type, ...value };
}

export const int = (i: Int64): AttributeValue => attribute(AttributeType.INT, { i });
export const ints = (values: readonly Int64[]): AttributeValue => attribute(AttributeType.INTS, { ints: [...values] });
export const float = (f: number): AttributeValue => attribute(AttributeType.FLOAT, { f });
export const floats = (values: readonly number[]): AttributeValue =>
  attribute(AttributeType.FLOATS, { floats: [...values] });
export const string = (s: string): AttributeValue => attribute(AttributeType.STRING, { s: text.encode(s) });
export const tensorAttr = (t: TensorProto): AttributeValue => attribute(AttributeType.TENSOR, { t });
export const graphAttr = (g: GraphProto): AttributeValue => attribute(AttributeType.GRAPH, { g });

/** The attribute itself, or undefined. */
function findAttribute(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((each) => each.name === name);
}

/**
 * The readers below return `fallback` when the attribute is absent, and throw `bad-attribute` when it has another type or is
 * absent without a fallback. Integers beyond 2^53 saturate to +-Number.MAX_SAFE_INTEGER.
 */
export function attrInt(node: NodeProto, name: string): number;
export function attrInt<D>(node: NodeProto, name: string, fallback: D): number | D;
export function attrInt(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.INT, fallback, (found) => saturate(found.i ?? 0));
}

export function attrInts(node: NodeProto, name: string): number[];
export function attrInts<D>(node: NodeProto, name: string, fallback: D): number[] | D;
export function attrInts(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.INTS, fallback, (found) => found.ints.map(saturate));
}

export function attrFloat(node: NodeProto, name: string): number;
export function attrFloat<D>(node: NodeProto, name: string, fallback: D): number | D;
export function attrFloat(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.FLOAT, fallback, (found) => found.f ?? 0);
}

export function attrFloats(node: NodeProto, name: string): number[];
export function attrFloats<D>(node: NodeProto, name: string, fallback: D): number[] | D;
export function attrFloats(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.FLOATS, fallback, (found) => [...found.floats]);
}

export function attrString(node: NodeProto, name: string): string;
export function attrString<D>(node: NodeProto, name: string, fallback: D): string | D;
export function attrString(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.STRING, fallback, (found) => new TextDecoder().decode(found.s));
}

export function attrTensor(node: NodeProto, name: string): TensorProto;
export function attrTensor<D>(node: NodeProto, name: string, fallback: D): TensorProto | D;
export function attrTensor(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.TENSOR, fallback, (found) => found.t);
}

export function attrGraph(node: NodeProto, name: string): GraphProto;
export function attrGraph<D>(node: NodeProto, name: string, fallback: D): GraphProto | D;
export function attrGraph(node: NodeProto, name: string, ...fallback: unknown[]): unknown {
  return read(node, name, AttributeType.GRAPH, fallback, (found) => found.g);
}

function read(
  node: NodeProto,
  name: string,
  type: number,
  fallback: unknown[],
  value: (found: AttributeProto) => unknown,
): unknown {
  const found = findAttribute(node, name);
  const label = `node '${node.name}' (${node.opType})`;
  if (!found) {
    if (fallback.length > 0) return fallback[0];
    throw new OnnxError('bad-attribute', `${label} lacks the attribute '${name}'.`);
  }
  // Very old exporters leave the type out (0) and only set the value.
  const result = found.type === type || found.type === AttributeType.UNDEFINED ? value(found) : undefined;
  if (result === undefined) {
    throw new OnnxError(
      'bad-attribute',
      `${label}: attribute '${name}' has kind ${found.type}, not ${type} as expected.`,
    );
  }
  return result;
}
