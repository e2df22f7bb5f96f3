import {
  GraphIndex,
  int,
  ints,
  int64Tensor,
  makeNode,
  numberTensor,
  opsetVersion,
  valueInfo,
  type AttributeValue,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';

/** A length, the name of one, or null where nothing is known. */
export type Dim = number | string | null;

export interface Tensor {
  readonly name: string;
  readonly dims: readonly Dim[];
  readonly type: number;
}

/** Writes the nodes that take the place of one, in a model whose shapes may still be symbolic. */
export class Rewriter {
  readonly index: GraphIndex;
  readonly opset: number;
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  readonly valueInfos: ValueInfoProto[] = [];
  readonly #model: OnnxModel;
  readonly #infos: ReadonlyMap<string, ValueInfoProto>;

  constructor(model: OnnxModel) {
    const { graph } = model.proto;
    this.#model = model;
    this.opset = opsetVersion(model) ?? 0;
    this.index = new GraphIndex(graph);
    this.#infos = new Map([...graph.valueInfo, ...graph.output, ...graph.input].map((info) => [info.name, info]));
  }

  /** What is known of a value; undefined without its type and rank. */
  tensor(name: string): Tensor | undefined {
    const initializer = this.index.initializer(name);
    if (initializer) return { name, dims: initializer.dims, type: initializer.dataType };
    const type = this.#infos.get(name)?.type?.tensorType;
    if (!type?.shape) return undefined;
    return { name, dims: type.shape.dim.map((each) => each.dimValue ?? each.dimParam ?? null), type: type.elemType };
  }

  /** A node with one output; `output` names it where it takes over the name of a replaced one. */
  emit(
    opType: string,
    inputs: readonly string[],
    result: { dims: readonly Dim[]; type: number },
    attributes: Record<string, AttributeValue | undefined> = {},
    output?: string,
  ): Tensor {
    const name = output ?? this.index.uniqueName(`lowered/${opType}`);
    this.nodes.push(makeNode(opType, inputs, [name], attributes, this.index.uniqueName(`${name}/${opType}`)));
    if (output === undefined) this.valueInfos.push(valueInfo(name, result.type, result.dims));
    return { name, dims: result.dims, type: result.type };
  }

  /** Means over some axes, counted from the front; the axes stay, of length 1. */
  mean(x: Tensor, axes: readonly number[]): Tensor {
    return this.#reduced('ReduceMean', x, axes);
  }

  /** Roots of the means of squares, by the norm, which has a gradient where all of x is zero too. */
  deviation(x: Tensor, axes: readonly number[]): Tensor {
    const count = axes.reduce((product, axis) => product * Number(x.dims[axis]), 1);
    if (Number.isNaN(count)) {
      const variance = this.mean(this.emit('Mul', [x.name, x.name], x), axes);
      return this.emit('Sqrt', [variance.name], variance);
    }
    const norm = this.#reduced('ReduceL2', x, axes);
    return this.emit('Mul', [norm.name, this.constant([], [1 / Math.sqrt(count)], x.type).name], norm);
  }

  #reduced(opType: string, x: Tensor, axes: readonly number[]): Tensor {
    const result = { dims: x.dims.map((length, axis) => (axes.includes(axis) ? 1 : length)), type: x.type };
    const keepdims = int(1);
    return this.opset >= 18
      ? this.emit(opType, [x.name, this.ints(axes)], result, { keepdims })
      : this.emit(opType, [x.name], result, { axes: ints(axes), keepdims });
  }

  ints(values: readonly number[]): string {
    const name = this.index.uniqueName('lowered/shape');
    this.initializers.push(int64Tensor(name, [values.length], values));
    return name;
  }

  constant(dims: readonly number[], values: ArrayLike<number>, type: number): Tensor {
    const name = this.index.uniqueName('lowered/constant');
    this.initializers.push(numberTensor(name, dims, values, type));
    return { name, dims, type };
  }

  /** The model with the nodes that `replace` returns in place of each; undefined keeps a node. */
  apply(replace: (node: NodeProto) => boolean): OnnxModel {
    const { proto, directory } = this.#model;
    const nodes = proto.graph.node.flatMap((node): NodeProto[] => {
      const before = this.nodes.length;
      return replace(node) ? this.nodes.splice(before) : [node];
    });
    const initializer = [...proto.graph.initializer, ...this.initializers];
    const graph = {
      ...proto.graph,
      node: nodes,
      initializer,
      valueInfo: [...proto.graph.valueInfo, ...this.valueInfos],
    };
    return { proto: { ...proto, graph }, directory };
  }
}
