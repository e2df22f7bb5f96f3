import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import {
  commonFolder,
  DataType,
  externalTensor,
  floatTensor,
  int,
  int64Tensor,
  locationUnder,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type AttributeValue,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';
import { SourceError } from '../errors.ts';
import { LORA_MARK, type WeightChange } from '../weights/change.ts';
import { elementTypeOf, type StoredTensor } from '../weights/stored.ts';
import { capital, type Weights } from '../weights/weights.ts';

/** The operator set with LayerNormalization; the gradient's rules and every provider know all of it. */
const OPSET = 17;

/** A value's name in the graph. */
export type Value = string;

/** Writes a graph whose weights stay in their files. Values are float32 throughout, whatever type the files store. */
export class GraphBuilder {
  readonly weights: Weights;
  readonly #nodes: NodeProto[] = [];
  readonly #inputs: ValueInfoProto[] = [];
  readonly #constants = new Map<string, TensorProto>();
  /** Weights by name, and the value that holds each in float32. */
  readonly #read = new Map<string, { readonly tensor: StoredTensor; readonly dims: readonly number[]; value: Value }>();
  readonly #used = new Map<string, number>();

  constructor(weights: Weights) {
    this.weights = weights;
  }

  /** A float32 input; a dimension that has a name is open. */
  input(name: string, dims: readonly (number | string)[]): Value {
    this.#inputs.push(valueInfo(name, DataType.FLOAT, dims));
    return name;
  }

  /** A node with one output, both named after the module that `path` means. */
  op(
    path: string,
    opType: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, AttributeValue | undefined>> = {},
  ): Value {
    const [output] = this.ops(path, opType, inputs, 1, attributes);
    return output!;
  }

  /** A node with several outputs. */
  ops(
    path: string,
    opType: string,
    inputs: readonly Value[],
    count: number,
    attributes: Readonly<Record<string, AttributeValue | undefined>> = {},
  ): Value[] {
    const name = this.#unique(`${path}/${opType}`);
    const outputs = Array.from({ length: count }, (_, at) => (count === 1 ? name : `${name}/${at}`));
    this.#nodes.push(makeNode(opType, inputs, outputs, attributes, name));
    return outputs;
  }

  /** Gives a value the name of an output of the model. */
  output(name: string, value: Value): Value {
    this.#nodes.push(makeNode('Identity', [value], [name], {}, name));
    return name;
  }

  /**
   * A weight in float32. One that its file stores transposed comes so, as [from, to].
   * @param dims as the graph reads it: a 1 x 1 kernel may be read as the matrix that it is, a bias [channels] as [channels, 1, 1]
   * @throws {SourceError} `missing-weight`; `unexpected-weight` when the file's shape is another
   */
  weight(name: string, dims: readonly number[]): Value {
    const known = this.#read.get(name);
    if (known) return known.value;
    const tensor = this.weights.get(name);
    const stored = this.weights.dims(name);
    if (withoutOnes(stored) !== withoutOnes(dims)) {
      const message = `${capital(this.weights.owner)} has ${name} of shape [${stored.join(', ')}] where [${dims.join(', ')}] is needed. The file or its config.json belongs to another model.`;
      throw new SourceError('unexpected-weight', message);
    }
    const asStored = tensor.isTransposed ? dims.toReversed() : dims;
    let value = this.#stored(name, tensor, asStored);
    for (const [at, change] of this.weights.changesOf(name).entries())
      value = this.#changed(value, asStored, change, `${name}${LORA_MARK}${at}`);
    this.#read.set(name, { tensor, dims: asStored, value });
    return value;
  }

  /** A tensor of a file in float32. */
  #stored(name: string, tensor: StoredTensor, dims: readonly number[]): Value {
    let value = name;
    if (elementTypeOf(tensor) !== DataType.FLOAT) {
      value = `${name}/float`;
      this.#nodes.push(makeNode('Cast', [name], [value], { to: int(DataType.FLOAT) }, value));
    }
    this.#read.set(name, { tensor, dims, value });
    return value;
  }

  /** A weight and what a LoRA adds to it; sessions work it out when they are opened. */
  #changed(weight: Value, dims: readonly number[], { up, down, scale }: WeightChange, path: string): Value {
    const rank = down.dims[0]!;
    const factors = [
      this.#stored(`${path}/up`, up, [up.dims[0]!, rank]),
      this.#stored(`${path}/down`, down, [rank, down.dims.slice(1).reduce((product, dim) => product * dim, 1)]),
    ];
    const product = this.op(path, 'MatMul', factors);
    const shaped = this.op(path, 'Reshape', [product, this.ints(dims)]);
    return this.op(path, 'Add', [weight, this.op(path, 'Mul', [shaped, this.scalar(scale)])]);
  }

  scalar(value: number): Value {
    return this.floats([], [value]);
  }

  floats(dims: readonly number[], values: readonly number[]): Value {
    return this.#constant(`float/${dims.join('x')}/${digest(values)}`, (name) => floatTensor(name, dims, values));
  }

  /** A whole number without dimensions. */
  index(value: number): Value {
    return this.#constant(`index/${value}`, (name) => int64Tensor(name, [], [value]));
  }

  ints(values: readonly number[]): Value {
    return this.#constant(`int/${values.join(',')}`, (name) => int64Tensor(name, [values.length], values));
  }

  /** The names of weights that nothing has read. */
  unread(): string[] {
    return this.weights.names.filter((name) => !this.#read.has(name));
  }

  /** The model; its folder is the one that all its weight files lie under. */
  finish(
    name: string,
    outputs: readonly { readonly name: Value; readonly dims: readonly (number | string)[] }[],
  ): OnnxModel {
    const directory = commonFolder([...this.#read.values()].map(({ tensor }) => dirname(tensor.file)));
    const initializers = [...this.#read].map(([weight, { tensor, dims }]) => {
      const { file, offset, length } = tensor;
      const place = { location: locationUnder(directory, file)!, offset, length };
      return externalTensor(weight, dims, elementTypeOf(tensor)!, place);
    });
    const graph = makeGraph({
      name,
      nodes: this.#nodes,
      inputs: this.#inputs,
      outputs: outputs.map((each) => valueInfo(each.name, DataType.FLOAT, each.dims)),
      initializers: [...initializers, ...this.#constants.values()],
    });
    return makeModel(graph, { opset: OPSET, directory });
  }

  #constant(name: string, make: (name: string) => TensorProto): Value {
    if (!this.#constants.has(name)) this.#constants.set(name, make(name));
    return name;
  }

  #unique(name: string): string {
    const count = (this.#used.get(name) ?? 0) + 1;
    this.#used.set(name, count);
    return count === 1 ? name : `${name}_${count}`;
  }
}

function withoutOnes(shape: readonly number[]): string {
  return shape.filter((dim) => dim !== 1).join(' x ');
}

function digest(values: readonly number[]): string {
  return createHash('sha256').update(Float64Array.from(values)).digest('hex').slice(0, 12);
}
