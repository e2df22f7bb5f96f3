import type { OnnxModel, TensorProto, ValueInfoProto } from './types.ts';

/** Shapes and element types of a graph's values, looked up once; for many questions about one model. */
export class ShapeIndex {
  readonly #infos = new Map<string, ValueInfoProto>();
  readonly #initializers = new Map<string, TensorProto>();

  /** The model as it is now; with `only`, just that value. Edits made later are not seen. */
  constructor(model: OnnxModel, only?: string) {
    const { input, output, valueInfo, initializer } = model.proto.graph;
    for (const infos of [valueInfo, output, input]) {
      for (const info of infos) if (only === undefined || info.name === only) this.#infos.set(info.name, info);
    }
    for (const tensor of initializer) {
      if (only === undefined || tensor.name === only) this.#initializers.set(tensor.name, tensor);
    }
  }

  /** Dims when all are numbers; undefined when a dim is symbolic or the value is unknown. */
  shape(name: string): number[] | undefined {
    const tensor = this.#initializers.get(name);
    if (tensor) return [...tensor.dims];
    const dims = this.#infos.get(name)?.type?.tensorType?.shape?.dim.map((dim) => dim.dimValue);
    return dims?.every((dim) => dim !== undefined) ? (dims as number[]) : undefined;
  }

  /** One of `DataType`, or undefined when the model does not say. */
  elementType(name: string): number | undefined {
    const known = this.#initializers.get(name)?.dataType ?? this.#infos.get(name)?.type?.tensorType?.elemType;
    return known === 0 ? undefined : known;
  }
}

/** The dims of a value when all are numbers. It searches the whole graph: for many questions make a `ShapeIndex`. */
export function staticShape(model: OnnxModel, name: string): number[] | undefined {
  return new ShapeIndex(model, name).shape(name);
}

/** One of `DataType`, or undefined when the model does not say. The same search as `staticShape`. */
export function elementType(model: OnnxModel, name: string): number | undefined {
  return new ShapeIndex(model, name).elementType(name);
}
