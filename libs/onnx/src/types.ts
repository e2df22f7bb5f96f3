/**
 * The messages of ONNX as plain objects, fields in camelCase, nothing left out. Repeated fields are always arrays. The few
 * strings and numbers that nearly every message sets (`name`, `opType`, `dataType` ...) are always present and default
 * to '' or 0; every other field is absent when the file does not set it. Which field has which number is in `schema.ts`.
 */

/** An int64 of a file: a number when it is exact as one, otherwise a bigint (such as INT64_MAX for "to the end"). */
export type Int64 = number | bigint;

export interface StringStringEntryProto {
  key: string;
  value: string;
}

export interface ModelProto {
  irVersion: number;
  opsetImport: OperatorSetIdProto[];
  producerName?: string;
  producerVersion?: string;
  domain?: string;
  modelVersion?: Int64;
  docString?: string;
  graph: GraphProto;
  metadataProps: StringStringEntryProto[];
  trainingInfo: TrainingInfoProto[];
  functions: FunctionProto[];
  configuration: DeviceConfigurationProto[];
}

export interface OperatorSetIdProto {
  /** '' is the standard domain, also written `ai.onnx`. */
  domain: string;
  version: number;
}

export interface GraphProto {
  node: NodeProto[];
  name: string;
  initializer: TensorProto[];
  sparseInitializer: SparseTensorProto[];
  docString?: string;
  input: ValueInfoProto[];
  output: ValueInfoProto[];
  valueInfo: ValueInfoProto[];
  quantizationAnnotation: TensorAnnotation[];
  metadataProps: StringStringEntryProto[];
}

export interface NodeProto {
  /** '' stands for an optional input that is left out. */
  input: string[];
  /** '' stands for an optional output that nobody wants. */
  output: string[];
  name: string;
  opType: string;
  domain: string;
  overload?: string;
  attribute: AttributeProto[];
  docString?: string;
  metadataProps: StringStringEntryProto[];
  deviceConfigurations: NodeDeviceConfigurationProto[];
}

export interface AttributeProto {
  name: string;
  refAttrName?: string;
  docString?: string;
  /** One of `AttributeType`. */
  type: number;
  f?: number;
  i?: Int64;
  /** UTF-8, or any bytes. */
  s?: Uint8Array;
  t?: TensorProto;
  g?: GraphProto;
  sparseTensor?: SparseTensorProto;
  tp?: TypeProto;
  floats: number[];
  ints: Int64[];
  strings: Uint8Array[];
  tensors: TensorProto[];
  graphs: GraphProto[];
  sparseTensors: SparseTensorProto[];
  typeProtos: TypeProto[];
}

export interface TensorProto {
  dims: number[];
  /** One of `DataType`. */
  dataType: number;
  segment?: TensorSegment;
  floatData: number[];
  int32Data: number[];
  stringData: Uint8Array[];
  int64Data: Int64[];
  name: string;
  docString?: string;
  /** Little-endian. */
  rawData?: Uint8Array;
  /** Keys `location` (relative to the model's folder), `offset`, `length`, `checksum`. */
  externalData: StringStringEntryProto[];
  /** 0 inside the message, 1 in an external file. */
  dataLocation?: number;
  doubleData: number[];
  uint64Data: Int64[];
  metadataProps: StringStringEntryProto[];
}

export interface TensorSegment {
  begin?: Int64;
  end?: Int64;
}

export interface SparseTensorProto {
  values?: TensorProto;
  indices?: TensorProto;
  dims: number[];
}

export interface ValueInfoProto {
  name: string;
  type?: TypeProto;
  docString?: string;
  metadataProps: StringStringEntryProto[];
}

export interface TensorShapeProto {
  dim: Dimension[];
}

/** A number, a name, or neither when nothing is known. */
export interface Dimension {
  dimValue?: number;
  dimParam?: string;
  denotation?: string;
}

export interface TypeProto {
  tensorType?: TensorTypeProto;
  sequenceType?: SequenceTypeProto;
  mapType?: MapTypeProto;
  optionalType?: SequenceTypeProto;
  sparseTensorType?: TensorTypeProto;
  opaqueType?: OpaqueTypeProto;
  denotation?: string;
}

export interface TensorTypeProto {
  /** One of `DataType`. */
  elemType: number;
  /** Absent when even the rank is unknown; `{dim: []}` is a scalar. */
  shape?: TensorShapeProto;
}

export interface SequenceTypeProto {
  elemType?: TypeProto;
}

export interface MapTypeProto {
  keyType: number;
  valueType?: TypeProto;
}

export interface OpaqueTypeProto {
  domain?: string;
  name?: string;
}

export interface TensorAnnotation {
  tensorName: string;
  quantParameterTensorNames: StringStringEntryProto[];
}

export interface FunctionProto {
  name: string;
  input: string[];
  output: string[];
  attribute: string[];
  attributeProto: AttributeProto[];
  node: NodeProto[];
  docString?: string;
  opsetImport: OperatorSetIdProto[];
  domain: string;
  overload?: string;
  valueInfo: ValueInfoProto[];
  metadataProps: StringStringEntryProto[];
}

export interface TrainingInfoProto {
  initialization?: GraphProto;
  algorithm?: GraphProto;
  initializationBinding: StringStringEntryProto[];
  updateBinding: StringStringEntryProto[];
}

export interface DeviceConfigurationProto {
  name: string;
  numDevices: number;
  device: string[];
}

export interface NodeDeviceConfigurationProto {
  configurationId: string;
  shardingSpec: ShardingSpecProto[];
  pipelineStage?: number;
}

export interface ShardingSpecProto {
  tensorName: string;
  device: Int64[];
  indexToDeviceGroupMap: IntIntListEntryProto[];
  shardedDim: ShardedDimProto[];
}

export interface IntIntListEntryProto {
  key?: Int64;
  value: Int64[];
}

export interface ShardedDimProto {
  axis?: Int64;
  simpleSharding: SimpleShardedDimProto[];
}

export interface SimpleShardedDimProto {
  dimValue?: Int64;
  dimParam?: string;
  numShards?: Int64;
}

/** A model together with the folder in which the relative locations of its external tensors start. */
export interface OnnxModel {
  proto: ModelProto;
  /** Undefined for a model that has no external tensors, or whose folder is not known. */
  directory: string | undefined;
}
