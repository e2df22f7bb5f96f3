import type * as t from './types.ts';

/** Every message of onnx.proto (ONNX 1.19, IR version 12) by its name, with our TypeScript type for it. */
export interface Messages {
  AttributeProto: t.AttributeProto;
  DeviceConfigurationProto: t.DeviceConfigurationProto;
  Dimension: t.Dimension;
  FunctionProto: t.FunctionProto;
  GraphProto: t.GraphProto;
  IntIntListEntryProto: t.IntIntListEntryProto;
  MapTypeProto: t.MapTypeProto;
  ModelProto: t.ModelProto;
  NodeDeviceConfigurationProto: t.NodeDeviceConfigurationProto;
  NodeProto: t.NodeProto;
  OpaqueTypeProto: t.OpaqueTypeProto;
  OperatorSetIdProto: t.OperatorSetIdProto;
  SequenceTypeProto: t.SequenceTypeProto;
  ShardedDimProto: t.ShardedDimProto;
  ShardingSpecProto: t.ShardingSpecProto;
  SimpleShardedDimProto: t.SimpleShardedDimProto;
  SparseTensorProto: t.SparseTensorProto;
  StringStringEntryProto: t.StringStringEntryProto;
  TensorAnnotation: t.TensorAnnotation;
  TensorProto: t.TensorProto;
  TensorSegment: t.TensorSegment;
  TensorShapeProto: t.TensorShapeProto;
  TensorTypeProto: t.TensorTypeProto;
  TrainingInfoProto: t.TrainingInfoProto;
  TypeProto: t.TypeProto;
  ValueInfoProto: t.ValueInfoProto;
}

export type MessageName = keyof Messages;
export type ScalarType = 'int32' | 'int64' | 'size' | 'uint64' | 'float' | 'double' | 'string' | 'bytes';

export interface Field {
  readonly number: number;
  /** `size` is an int64 of the file that is always a plain number here: a dimension or a version. */
  readonly type: ScalarType | MessageName;
  /** `always`: filled with ''/0 or an empty message when absent, and not written when it equals that. */
  readonly rule: 'optional' | 'always' | 'repeated' | 'packed';
}

const one = (number: number, type: Field['type']): Field => ({ number, type, rule: 'optional' });
const always = (number: number, type: Field['type']): Field => ({ number, type, rule: 'always' });
const many = (number: number, type: Field['type']): Field => ({ number, type, rule: 'repeated' });
const packed = (number: number, type: Field['type']): Field => ({ number, type, rule: 'packed' });

const entries = 'StringStringEntryProto';

/** The compiler checks that no field of a type is missing here; `tools/golden/onnx_models.py` checks numbers and types. */
export const SCHEMA: { readonly [M in MessageName]: { readonly [F in keyof Required<Messages[M]>]: Field } } = {
  ModelProto: {
    irVersion: always(1, 'size'),
    producerName: one(2, 'string'),
    producerVersion: one(3, 'string'),
    domain: one(4, 'string'),
    modelVersion: one(5, 'int64'),
    docString: one(6, 'string'),
    graph: always(7, 'GraphProto'),
    opsetImport: many(8, 'OperatorSetIdProto'),
    metadataProps: many(14, entries),
    trainingInfo: many(20, 'TrainingInfoProto'),
    functions: many(25, 'FunctionProto'),
    configuration: many(26, 'DeviceConfigurationProto'),
  },
  GraphProto: {
    node: many(1, 'NodeProto'),
    name: always(2, 'string'),
    initializer: many(5, 'TensorProto'),
    docString: one(10, 'string'),
    input: many(11, 'ValueInfoProto'),
    output: many(12, 'ValueInfoProto'),
    valueInfo: many(13, 'ValueInfoProto'),
    quantizationAnnotation: many(14, 'TensorAnnotation'),
    sparseInitializer: many(15, 'SparseTensorProto'),
    metadataProps: many(16, entries),
  },
  NodeProto: {
    input: many(1, 'string'),
    output: many(2, 'string'),
    name: always(3, 'string'),
    opType: always(4, 'string'),
    attribute: many(5, 'AttributeProto'),
    docString: one(6, 'string'),
    domain: always(7, 'string'),
    overload: one(8, 'string'),
    metadataProps: many(9, entries),
    deviceConfigurations: many(10, 'NodeDeviceConfigurationProto'),
  },
  AttributeProto: {
    name: always(1, 'string'),
    f: one(2, 'float'),
    i: one(3, 'int64'),
    s: one(4, 'bytes'),
    t: one(5, 'TensorProto'),
    g: one(6, 'GraphProto'),
    floats: many(7, 'float'),
    ints: many(8, 'int64'),
    strings: many(9, 'bytes'),
    tensors: many(10, 'TensorProto'),
    graphs: many(11, 'GraphProto'),
    docString: one(13, 'string'),
    tp: one(14, 'TypeProto'),
    typeProtos: many(15, 'TypeProto'),
    type: always(20, 'int32'),
    refAttrName: one(21, 'string'),
    sparseTensor: one(22, 'SparseTensorProto'),
    sparseTensors: many(23, 'SparseTensorProto'),
  },
  TensorProto: {
    dims: many(1, 'size'),
    dataType: always(2, 'int32'),
    segment: one(3, 'TensorSegment'),
    floatData: packed(4, 'float'),
    int32Data: packed(5, 'int32'),
    stringData: many(6, 'bytes'),
    int64Data: packed(7, 'int64'),
    name: always(8, 'string'),
    rawData: one(9, 'bytes'),
    doubleData: packed(10, 'double'),
    uint64Data: packed(11, 'uint64'),
    docString: one(12, 'string'),
    externalData: many(13, entries),
    dataLocation: one(14, 'int32'),
    metadataProps: many(16, entries),
  },
  TensorSegment: { begin: one(1, 'int64'), end: one(2, 'int64') },
  SparseTensorProto: { values: one(1, 'TensorProto'), indices: one(2, 'TensorProto'), dims: many(3, 'size') },
  ValueInfoProto: {
    name: always(1, 'string'),
    type: one(2, 'TypeProto'),
    docString: one(3, 'string'),
    metadataProps: many(4, entries),
  },
  TypeProto: {
    tensorType: one(1, 'TensorTypeProto'),
    sequenceType: one(4, 'SequenceTypeProto'),
    mapType: one(5, 'MapTypeProto'),
    denotation: one(6, 'string'),
    opaqueType: one(7, 'OpaqueTypeProto'),
    sparseTensorType: one(8, 'TensorTypeProto'),
    optionalType: one(9, 'SequenceTypeProto'),
  },
  TensorTypeProto: { elemType: always(1, 'int32'), shape: one(2, 'TensorShapeProto') },
  SequenceTypeProto: { elemType: one(1, 'TypeProto') },
  MapTypeProto: { keyType: always(1, 'int32'), valueType: one(2, 'TypeProto') },
  OpaqueTypeProto: { domain: one(1, 'string'), name: one(2, 'string') },
  TensorShapeProto: { dim: many(1, 'Dimension') },
  Dimension: { dimValue: one(1, 'size'), dimParam: one(2, 'string'), denotation: one(3, 'string') },
  TensorAnnotation: { tensorName: always(1, 'string'), quantParameterTensorNames: many(2, entries) },
  FunctionProto: {
    name: always(1, 'string'),
    input: many(4, 'string'),
    output: many(5, 'string'),
    attribute: many(6, 'string'),
    node: many(7, 'NodeProto'),
    docString: one(8, 'string'),
    opsetImport: many(9, 'OperatorSetIdProto'),
    domain: always(10, 'string'),
    attributeProto: many(11, 'AttributeProto'),
    valueInfo: many(12, 'ValueInfoProto'),
    overload: one(13, 'string'),
    metadataProps: many(14, entries),
  },
  TrainingInfoProto: {
    initialization: one(1, 'GraphProto'),
    algorithm: one(2, 'GraphProto'),
    initializationBinding: many(3, entries),
    updateBinding: many(4, entries),
  },
  StringStringEntryProto: { key: always(1, 'string'), value: always(2, 'string') },
  OperatorSetIdProto: { domain: always(1, 'string'), version: always(2, 'size') },
  DeviceConfigurationProto: {
    name: always(1, 'string'),
    numDevices: always(2, 'int32'),
    device: many(3, 'string'),
  },
  NodeDeviceConfigurationProto: {
    configurationId: always(1, 'string'),
    shardingSpec: many(2, 'ShardingSpecProto'),
    pipelineStage: one(3, 'int32'),
  },
  ShardingSpecProto: {
    tensorName: always(1, 'string'),
    device: many(2, 'int64'),
    indexToDeviceGroupMap: many(3, 'IntIntListEntryProto'),
    shardedDim: many(4, 'ShardedDimProto'),
  },
  IntIntListEntryProto: { key: one(1, 'int64'), value: many(2, 'int64') },
  ShardedDimProto: { axis: one(1, 'int64'), simpleSharding: many(2, 'SimpleShardedDimProto') },
  SimpleShardedDimProto: { dimValue: one(1, 'int64'), dimParam: one(2, 'string'), numShards: one(3, 'int64') },
};
