import { DataType, float, int, ints, string } from '@facet/onnx';
import { Builder, type Attributes } from './builder.ts';
import { broadcastShape, dim, range, sameShape, sizeOf, withDim, type Value } from './values.ts';

/** A number stands for a scalar constant of the other operand's type. */
export type Operand = Value | number;

/** The operators that rules write, with their shapes; what changes nothing is not written. */
export class Ops extends Builder {
  readonly #origins = new Map<string, Value>();

  add(a: Value, b: Operand): Value {
    return b === 0 ? a : this.binary('Add', a, b);
  }

  sub(a: Operand, b: Operand): Value {
    if (typeof a !== 'number' && b === 0) return a;
    return a === 0 && typeof b !== 'number' ? this.neg(b) : this.binary('Sub', a, b);
  }

  mul(a: Value, b: Operand): Value {
    return b === 1 ? a : this.binary('Mul', a, b);
  }

  div(a: Operand, b: Operand): Value {
    return typeof a !== 'number' && b === 1 ? a : this.binary('Div', a, b);
  }

  pow(a: Value, b: Operand): Value {
    if (b === 1) return a;
    return b === 2 ? this.mul(a, a) : this.binary('Pow', a, b);
  }

  compare(opType: 'Equal' | 'Greater' | 'Less' | 'GreaterOrEqual' | 'LessOrEqual', a: Value, b: Operand): Value {
    return this.binary(opType, a, b, DataType.BOOL);
  }

  and(a: Value, b: Value): Value {
    return this.binary('And', a, b, DataType.BOOL);
  }

  binary(opType: string, a: Operand, b: Operand, type?: number): Value {
    const left = typeof a === 'number' ? this.scalar(a, (b as Value).type) : a;
    const right = typeof b === 'number' ? this.scalar(b, left.type) : b;
    const result = { shape: broadcastShape(left.shape, right.shape), type: type ?? left.type };
    return this.emit(opType, [left, right], result);
  }

  unary(opType: string, x: Value, attributes = {}): Value {
    return this.emit(opType, [x], x, attributes);
  }

  neg(x: Value): Value {
    return this.unary('Neg', x);
  }

  /** 1, 0 or -1. Not by the operator Sign, which ONNX Runtime's WebGPU provider does not have. */
  sign(x: Value): Value {
    const [above, below] = [this.compare('Greater', x, 0), this.compare('Less', x, 0)];
    return this.sub(this.cast(above, x.type), this.cast(below, x.type));
  }

  where(condition: Value, a: Operand, b: Operand): Value {
    const type = typeof a === 'number' ? (b as Value).type : a.type;
    const [left, right] = [a, b].map((each) => (typeof each === 'number' ? this.scalar(each, type) : each));
    const shape = broadcastShape(condition.shape, broadcastShape(left!.shape, right!.shape));
    return this.emit('Where', [condition, left, right], { shape, type });
  }

  /** x with its zeros replaced, so that it can be divided by. */
  nonZero(x: Value, replacement: number): Value {
    return this.where(this.compare('Equal', x, 0), replacement, x);
  }

  cast(x: Value, type: number): Value {
    return x.type === type ? x : this.emit('Cast', [x], { shape: x.shape, type }, { to: int(type) });
  }

  expand(x: Value, shape: readonly number[]): Value {
    return sameShape(x.shape, shape) ? x : this.emit('Expand', [x, this.ints(shape)], { shape, type: x.type });
  }

  /** Of a reshaped value, its origin is reshaped. */
  reshape(given: Value, shape: readonly number[]): Value {
    const x = this.#origins.get(given.name) ?? given;
    if (sameShape(x.shape, shape)) return x;
    // Zero would mean "as the input": only an empty tensor has it, and there allowzero says what is meant.
    const attributes = shape.includes(0) && this.opset >= 14 ? { allowzero: int(1) } : {};
    const result = this.emit('Reshape', [x, this.ints(shape)], { shape, type: x.type }, attributes);
    this.#origins.set(result.name, x);
    return result;
  }

  transpose(x: Value, perm: readonly number[]): Value {
    if (perm.every((axis, i) => axis === i)) return x;
    return this.emit(
      'Transpose',
      [x],
      { shape: perm.map((axis) => dim(x.shape, axis)), type: x.type },
      { perm: ints(perm) },
    );
  }

  /** Swaps the last two axes. */
  matrixTranspose(x: Value): Value {
    const rank = x.shape.length;
    return this.transpose(x, [...range(rank - 2), rank - 1, rank - 2]);
  }

  concat(parts: readonly Value[], axis: number): Value {
    if (parts.length === 1) return parts[0]!;
    const length = parts.reduce((sum, part) => sum + dim(part.shape, axis), 0);
    return this.emit(
      'Concat',
      parts,
      { shape: withDim(parts[0]!.shape, axis, length), type: parts[0]!.type },
      { axis: int(axis) },
    );
  }

  split(x: Value, lengths: readonly number[], axis: number): Value[] {
    if (lengths.length === 1) return [x];
    const results = lengths.map((length) => ({ shape: withDim(x.shape, axis, length), type: x.type }));
    return this.emitMany('Split', [x, this.ints(lengths)], results, { axis: int(axis) });
  }

  slice(x: Value, axis: number, start: number, length: number): Value {
    if (start === 0 && length === dim(x.shape, axis)) return x;
    const inputs = [x, this.ints([start]), this.ints([start + length]), this.ints([axis])];
    return this.emit('Slice', inputs, { shape: withDim(x.shape, axis, length), type: x.type });
  }

  /** Reverses one axis. */
  flip(x: Value, axis: number): Value {
    const far = this.ints([-Number.MAX_SAFE_INTEGER]);
    return this.emit('Slice', [x, this.ints([-1]), far, this.ints([axis]), this.ints([-1])], x);
  }

  /** Zeros around; negative counts crop. */
  pad(x: Value, begins: readonly number[], ends: readonly number[]): Value {
    if ([...begins, ...ends].every((count) => count === 0)) return x;
    const shape = x.shape.map((length, axis) => length + begins[axis]! + ends[axis]!);
    return this.emit('Pad', [x, this.ints([...begins, ...ends])], { shape, type: x.type });
  }

  zeros(shape: readonly number[], type: number): Value {
    return this.expand(this.scalar(0, type), shape);
  }

  gather(x: Value, indices: Value, axis: number): Value {
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return this.emit('Gather', [x, indices], { shape, type: x.type }, { axis: int(axis) });
  }

  gatherElements(x: Value, indices: Value, axis: number): Value {
    return this.emit('GatherElements', [x, indices], { shape: indices.shape, type: x.type }, { axis: int(axis) });
  }

  scatter(x: Value, indices: Value, updates: Value, axis: number): Value {
    return this.emit('ScatterElements', [x, indices, updates], x, { axis: int(axis) });
  }

  scatterND(x: Value, indices: Value, updates: Value): Value {
    return this.emit('ScatterND', [x, indices, updates], x);
  }

  /** Adds where indices repeat. */
  scatterAdd(x: Value, indices: Value, updates: Value, axis: number): Value {
    return this.#summed('ScatterElements', x, indices, updates, { axis: int(axis) });
  }

  scatterNDAdd(x: Value, indices: Value, updates: Value): Value {
    return this.#summed('ScatterND', x, indices, updates, {});
  }

  /** Halves are summed in float32: more exact, and not every kernel adds them. */
  #summed(opType: string, x: Value, indices: Value, updates: Value, attributes: Attributes): Value {
    const inner = x.type === DataType.DOUBLE ? x.type : DataType.FLOAT;
    const [start, added] = [this.cast(x, inner), this.cast(updates, inner)];
    return this.cast(
      this.emit(opType, [start, indices, added], start, { ...attributes, reduction: string('add') }),
      x.type,
    );
  }

  sum(x: Value, axes: readonly number[], keepDims = true): Value {
    return this.reduce('ReduceSum', x, axes, keepDims);
  }

  mean(x: Value, axes: readonly number[], keepDims = true): Value {
    return this.reduce('ReduceMean', x, axes, keepDims);
  }

  cumSum(x: Value, axis: number, { exclusive, reverse }: { exclusive: boolean; reverse: boolean }): Value {
    const attributes = { exclusive: int(exclusive ? 1 : 0), reverse: int(reverse ? 1 : 0) };
    return this.emit('CumSum', [x, this.ints([axis])], x, attributes);
  }

  reduce(opType: string, x: Value, axes: readonly number[], keepDims = true): Value {
    const shape = keepDims
      ? x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length))
      : x.shape.filter((_, axis) => !axes.includes(axis));
    // Over axes of length 1 a sum, mean, maximum or minimum changes nothing but the shape.
    if (axes.every((axis) => x.shape[axis] === 1)) return this.reshape(x, shape);
    const result = { shape, type: x.type };
    const axesAsInput = opType === 'ReduceSum' ? 13 : 18;
    const keepdims = int(keepDims ? 1 : 0);
    return this.opset >= axesAsInput
      ? this.emit(opType, [x, this.ints(axes)], result, { keepdims })
      : this.emit(opType, [x], result, { axes: ints(axes), keepdims });
  }

  /** The gradient of a broadcast: sums over the axes along which `shape` was repeated. */
  unbroadcast(x: Value, shape: readonly number[]): Value {
    const offset = x.shape.length - shape.length;
    const axes = range(x.shape.length).filter(
      (axis) => axis < offset || (shape[axis - offset] === 1 && x.shape[axis] !== 1),
    );
    return axes.length === 0 ? x : this.reshape(this.sum(x, axes, false), shape);
  }

  /** Matrices in the last two axes, the others broadcast. */
  matmul(a: Value, b: Value): Value {
    const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    return this.emit('MatMul', [a, b], { shape: [...batch, dim(a.shape, -2), dim(b.shape, -1)], type: a.type });
  }

  /** A·B with either operand transposed on the fly; both are of rank 2. */
  gemm(a: Value, b: Value, options: { transA?: boolean; transB?: boolean; alpha?: number } = {}): Value {
    const rows = dim(a.shape, options.transA ? 1 : 0);
    const columns = dim(b.shape, options.transB ? 0 : 1);
    return this.emit(
      'Gemm',
      [a, b],
      { shape: [rows, columns], type: a.type },
      {
        transA: options.transA ? int(1) : undefined,
        transB: options.transB ? int(1) : undefined,
        alpha: options.alpha === undefined || options.alpha === 1 ? undefined : float(options.alpha),
      },
    );
  }

  /** Means of blocks over the last two axes of [batch, channels, height, width]. */
  averageBlocks(x: Value, block: readonly number[]): Value {
    const shape = x.shape.map((length, axis) => (axis < 2 ? length : length / block[axis - 2]!));
    return this.emit('AveragePool', [x], { shape, type: x.type }, { kernel_shape: ints(block), strides: ints(block) });
  }

  /** Sum of products along the last axis, kept with length 1: one pass over both, nothing of their size is stored. */
  dotRows(a: Value, b: Value): Value {
    const length = dim(a.shape, -1);
    const rows = sizeOf(a.shape) / length;
    const product = this.matmul(this.reshape(a, [rows, 1, length]), this.reshape(b, [rows, length, 1]));
    return this.reshape(product, withDim(a.shape, a.shape.length - 1, 1));
  }
}
