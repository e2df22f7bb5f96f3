import {
  DataType,
  makeNode,
  numberTensor,
  valueInfo,
  type AttributeValue,
  type GraphIndex,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';
import { sizeOf, type Value } from './values.ts';

export type Attributes = Readonly<Record<string, AttributeValue | undefined>>;

export interface Result {
  readonly shape: readonly number[];
  readonly type: number;
}

/** Writes nodes and constants for the backward part. The same operation on the same inputs is written once. */
export class Builder {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly valueInfos: ValueInfoProto[] = [];
  readonly opset: number;
  readonly #prefix: string;
  readonly #names: GraphIndex;
  readonly #written = new Map<string, Value[]>();
  readonly #constants = new Map<string, Value>();

  constructor(opset: number, prefix: string, names: GraphIndex) {
    this.opset = opset;
    this.#prefix = prefix;
    this.#names = names;
  }

  /** One node with one output; the caller knows the result's shape and type. An absent input is undefined. */
  emit(opType: string, inputs: readonly (Value | undefined)[], result: Result, attributes: Attributes = {}): Value {
    return this.emitMany(opType, inputs, [result], attributes)[0]!;
  }

  emitMany(
    opType: string,
    inputs: readonly (Value | undefined)[],
    results: readonly Result[],
    attributes: Attributes = {},
  ): Value[] {
    const names = inputs.map((input) => input?.name ?? '');
    const key = JSON.stringify([opType, names, attributes, results.length], (_, value: unknown) =>
      typeof value === 'bigint' ? `${value}n` : value,
    );
    const written = this.#written.get(key);
    if (written) return written;
    const name = this.uniqueName(opType);
    const outputs = results.map(({ shape, type }, i) => ({
      name: i === 0 ? name : this.uniqueName(opType),
      shape,
      type,
    }));
    this.nodes.push(
      makeNode(
        opType,
        names,
        outputs.map((output) => output.name),
        attributes,
        name,
      ),
    );
    for (const output of outputs) this.declare(output);
    this.#written.set(key, outputs);
    return outputs;
  }

  /** Records the shape of a value, so that whoever edits the gradient model later finds it. */
  declare(value: Value): void {
    this.valueInfos.push(valueInfo(value.name, value.type, value.shape));
  }

  uniqueName(what: string): string {
    return this.#names.uniqueName(`${this.#prefix}${what}`);
  }

  scalar(value: number, type: number): Value {
    return this.constant([], [value], type);
  }

  ints(values: readonly number[]): Value {
    const shape = [values.length];
    return this.#constant(`i64 ${values.join()}`, shape, DataType.INT64, (name) =>
      numberTensor(name, shape, values, DataType.INT64),
    );
  }

  /** A floating-point or bool constant, row-major. */
  constant(shape: readonly number[], values: ArrayLike<number>, type: number): Value {
    const data = Array.from(values);
    if (data.length !== sizeOf(shape)) throw new RangeError(`${data.length} numbers for the shape [${shape.join()}]`);
    return this.#constant(`${type} ${shape.join()} ${data.join()}`, shape, type, (name) =>
      numberTensor(name, shape, data, type),
    );
  }

  #constant(key: string, shape: readonly number[], type: number, make: (name: string) => TensorProto): Value {
    const known = this.#constants.get(key);
    if (known) return known;
    const value = { name: this.uniqueName('constant'), shape, type };
    this.initializers.push(make(value.name));
    this.#constants.set(key, value);
    return value;
  }
}
