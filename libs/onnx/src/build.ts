import type { AttributeValue } from './attributes.ts';
import { OnnxError } from './errors.ts';
import type {
  Dimension,
  GraphProto,
  ModelProto,
  NodeProto,
  OnnxModel,
  OperatorSetIdProto,
  TensorProto,
  ValueInfoProto,
} from './types.ts';

/**
 * A node of the standard domain. Make attribute values with `int`, `ints`, `float` ...; an undefined one is left out.
 * For another domain set `domain` on the result.
 */
export function makeNode(
  opType: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, AttributeValue | undefined>> = {},
  name = '',
): NodeProto {
  const attribute = Object.entries(attributes).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (typeof value !== 'object') {
      const message = `${opType}: attribute '${key}' is a bare ${typeof value}; wrap it in int(), float(), string() ...`;
      throw new OnnxError('bad-attribute', message);
    }
    return [{ ...value, name: key }];
  });
  return {
    input: [...inputs],
    output: [...outputs],
    name,
    opType,
    domain: '',
    attribute,
    metadataProps: [],
    deviceConfigurations: [],
  };
}

/** A tensor-typed value. A dimension is a number, a name, or null when nothing is known; no dims at all: unknown rank. */
export function valueInfo(name: string, elemType: number, dims?: readonly (number | string | null)[]): ValueInfoProto {
  const dim = dims?.map((each): Dimension => {
    if (each === null) return {};
    return typeof each === 'number' ? { dimValue: each } : { dimParam: each };
  });
  return { name, type: { tensorType: dim ? { elemType, shape: { dim } } : { elemType } }, metadataProps: [] };
}

export interface GraphParts {
  name?: string;
  nodes: NodeProto[];
  inputs: ValueInfoProto[];
  outputs: ValueInfoProto[];
  initializers?: TensorProto[];
  valueInfo?: ValueInfoProto[];
}

export function makeGraph(parts: GraphParts): GraphProto {
  return {
    node: parts.nodes,
    name: parts.name ?? 'graph',
    initializer: parts.initializers ?? [],
    sparseInitializer: [],
    input: parts.inputs,
    output: parts.outputs,
    valueInfo: parts.valueInfo ?? [],
    quantizationAnnotation: [],
    metadataProps: [],
  };
}

export interface ModelOptions {
  /** Version of the standard operator set; 17 when not given. */
  opset?: number;
  /** Further operator sets. */
  opsetImport?: OperatorSetIdProto[];
  /** The file format's version; 10 when not given, which every ONNX Runtime since 1.18 reads. */
  irVersion?: number;
  directory?: string;
}

export function makeModel(graph: GraphProto, options: ModelOptions = {}): OnnxModel {
  const proto: ModelProto = {
    irVersion: options.irVersion ?? 10,
    opsetImport: [{ domain: '', version: options.opset ?? 17 }, ...(options.opsetImport ?? [])],
    producerName: 'facet',
    graph,
    metadataProps: [],
    trainingInfo: [],
    functions: [],
    configuration: [],
  };
  return { proto, directory: options.directory };
}

/** Version of an operator set that the model imports; `ai.onnx` and '' are the same domain. Undefined when not imported. */
export function opsetVersion(model: OnnxModel, domain = ''): number | undefined {
  const wanted = canonicalDomain(domain);
  return model.proto.opsetImport.find((each) => canonicalDomain(each.domain) === wanted)?.version;
}

/** The standard domain has two names; this maps both to ''. */
export function canonicalDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

/** A copy whose graph can be edited freely: lists and messages are new, tensor bytes are shared. */
export function cloneModel(model: OnnxModel): OnnxModel {
  return { proto: cloneMessage(model.proto), directory: model.directory };
}

/** A deep copy of any message that shares byte arrays, so that a clone of a large model costs little. */
export function cloneMessage<T>(message: T): T {
  if (Array.isArray(message)) return message.map(cloneMessage) as T;
  if (message === null || typeof message !== 'object' || ArrayBuffer.isView(message)) return message;
  const copy: Record<string | symbol, unknown> = {};
  for (const key of Reflect.ownKeys(message))
    copy[key] = cloneMessage((message as Record<string | symbol, unknown>)[key]);
  return copy as T;
}
