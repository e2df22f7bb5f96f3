import { bytesTensor, DataType, int64Tensor, type AttributeValue, type NodeProto, type TensorProto } from '@facet/onnx';
import type { SupportedOp } from '../src/index.ts';

/** An input of an operator under test; floats become float64 where ONNX Runtime has the kernel, else float32. */
export type Input =
  | {
      readonly kind: 'float';
      readonly dims: readonly number[];
      readonly data: readonly number[];
      readonly constant: boolean;
    }
  | {
      readonly kind: 'int64' | 'bool';
      readonly dims: readonly number[];
      readonly data: readonly number[];
      readonly constant: boolean;
    }
  | undefined;

export interface RuleCase {
  readonly op: SupportedOp;
  /** What is special about this case. */
  readonly what?: string;
  readonly inputs: readonly Input[];
  /** Several nodes from the inputs x0, x1 ... to the outputs y0, y1 ..., in place of one. */
  readonly nodes?: () => NodeProto[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  /** 18 when not given. */
  readonly opset?: number;
  readonly outputs?: number;
  /** Positions of the inputs whose gradients are checked; all floats that are no constants when not given. */
  readonly wrt?: readonly number[];
  /** ONNX Runtime's float64 kernel computes in float32 inside. */
  readonly inFloat32?: boolean;
  /** Positions of the outputs that get a cotangent. */
  readonly of?: readonly number[];
}

/** A generator with a fixed seed (mulberry32), uniform in [0, 1): the cases are the same in every run. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const draw = random(7);

export function size(dims: readonly number[]): number {
  return dims.reduce((product, length) => product * length, 1);
}

/** Uniform in [low, high); values this close to `avoid` are moved away, so that no kink lies within a finite difference. */
export function floats(dims: readonly number[], low = -1, high = 1, avoid: readonly number[] = []): Input {
  const data = Array.from({ length: size(dims) }, () => {
    let value = low + (high - low) * draw();
    while (avoid.some((kink) => Math.abs(value - kink) < 0.05)) value = low + (high - low) * draw();
    return value;
  });
  return { kind: 'float', dims, data, constant: false };
}

/** Distinct values at least 0.1 apart, in random order: maxima and sortings stay what they are under small changes. */
export function distinct(dims: readonly number[]): Input {
  const order = Array.from({ length: size(dims) }, (_, i) => ({ i, key: draw() })).toSorted((a, b) => a.key - b.key);
  return { kind: 'float', dims, data: order.map(({ i }) => (i + 0.5) * 0.1 - 1), constant: false };
}

export function constant(dims: readonly number[], data: readonly number[]): Input {
  return { kind: 'float', dims, data, constant: true };
}

/** A constant, such as axes and shapes. */
export function int64s(data: readonly number[], dims: readonly number[] = [data.length]): Input {
  return { kind: 'int64', dims, data, constant: true };
}

/** Given at run time, such as indices. */
export function indices(dims: readonly number[], data: readonly number[]): Input {
  return { kind: 'int64', dims, data, constant: false };
}

export function bools(dims: readonly number[], data: readonly number[]): Input {
  return { kind: 'bool', dims, data, constant: false };
}

export function asTensor(name: string, input: NonNullable<Input>, type: number): TensorProto {
  if (input.kind === 'int64') return int64Tensor(name, input.dims, input.data);
  const kind = input.kind === 'bool' ? DataType.BOOL : type;
  const data =
    input.kind === 'bool'
      ? Uint8Array.from(input.data)
      : type === DataType.DOUBLE
        ? Float64Array.from(input.data)
        : Float32Array.from(input.data);
  return bytesTensor(name, input.dims, kind, new Uint8Array(data.buffer));
}
