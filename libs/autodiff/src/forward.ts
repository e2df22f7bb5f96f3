import {
  attrTensor,
  GraphIndex,
  newestSchema,
  oldestSchema,
  opsetVersion,
  readNumbers,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
  type ValueInfoProto,
} from '@facet/onnx';
import { AutodiffError } from './errors.ts';
import type { Value } from './values.ts';

/** The graph to differentiate: shapes, types and constants of its values. */
export class Forward {
  readonly model: OnnxModel;
  readonly index: GraphIndex;
  readonly opset: number;
  readonly #infos = new Map<string, ValueInfoProto>();
  /** Inputs of the model; before version 4 of the file format all initializers had to be declared as such and stayed constant. */
  readonly #replaceable: ReadonlySet<string>;

  constructor(model: OnnxModel) {
    const { graph, irVersion } = model.proto;
    this.#replaceable = new Set(irVersion < 4 ? [] : graph.input.map((info) => info.name));
    this.model = model;
    this.index = new GraphIndex(graph);
    this.opset = opsetVersion(model) ?? 0;
    if (this.opset < oldestSchema || this.opset > newestSchema) {
      const message = `The model imports opset ${this.opset}; gradients are known for ${oldestSchema} to ${newestSchema}. Export it again with one of these.`;
      throw new AutodiffError('opset', message);
    }
    for (const info of [...graph.valueInfo, ...graph.output, ...graph.input]) this.#infos.set(info.name, info);
  }

  /** Makes the shape of a value known that was added to the graph later. */
  declare(info: ValueInfoProto): void {
    this.#infos.set(info.name, info);
  }

  /** @throws {AutodiffError} `not-static` when no static shape is recorded for the value. */
  value(name: string): Value {
    const value = this.known(name);
    if (value) return value;
    const shape = this.#infos.get(name)?.type?.tensorType?.shape;
    const known = shape
      ? `only [${shape.dim.map((each) => each.dimValue ?? each.dimParam ?? '?').join(', ')}]`
      : 'no shape';
    const message = `${known} is known of the value '${name}'; give the model static shapes first (lowerOperators, then foldModel of @facet/onnx).`;
    throw new AutodiffError('not-static', message);
  }

  /** The same, undefined where no static shape is recorded. */
  known(name: string): Value | undefined {
    const constant = this.constant(name);
    if (constant) return { name, shape: constant.dims, type: constant.dataType };
    const tensor = this.#infos.get(name)?.type?.tensorType;
    const shape = tensor?.shape?.dim.map((each) => each.dimValue);
    if (!tensor || !shape?.every((length) => length !== undefined)) return undefined;
    return { name, shape, type: tensor.elemType };
  }

  /** Whether the type of a value is known, without asking for its shape. */
  type(name: string): number | undefined {
    return this.constant(name)?.dataType ?? this.#infos.get(name)?.type?.tensorType?.elemType;
  }

  /** The tensor of an initializer or of a Constant node. */
  constant(name: string): TensorProto | undefined {
    const initializer = this.index.initializer(name);
    if (initializer) return initializer;
    const producer = this.index.producer(name);
    return producer?.opType === 'Constant' ? attrTensor(producer, 'value', undefined) : undefined;
  }

  /** The numbers of a constant; undefined for an initializer that is only the default of an input, which callers may replace. */
  numbers(name: string): number[] | undefined {
    const tensor = this.constant(name);
    return tensor && !this.#replaceable.has(name) ? readNumbers(this.model, tensor) : undefined;
  }
}

/** How error messages call a node. */
export function describe(node: NodeProto, opset: number): string {
  const name = node.name ? `node '${node.name}'` : `the node that computes '${node.output[0]}'`;
  return `${name} (${node.domain ? `${node.domain}.` : ''}${node.opType}, opset ${opset})`;
}
