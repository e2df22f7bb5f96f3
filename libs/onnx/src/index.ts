export * from './attributes.ts';
export { OnnxError } from './errors.ts';
export type { OnnxErrorCode } from './errors.ts';
export type * from './types.ts';
export { AttributeType, byteLength, DataType, dataTypeName } from './data-type.ts';
export type { DataTypeName } from './data-type.ts';
export { cloneMessage, cloneModel, makeGraph, makeModel, makeNode, opsetVersion, valueInfo } from './build.ts';
export type { GraphParts, ModelOptions } from './build.ts';
export { freeDiskBytes } from './disk-space.ts';
export { externalLocation, isExternal } from './external-data.ts';
export type { ExternalLocation } from './external-data.ts';
export { commonFolder, locationUnder } from './external-files.ts';
export { foldModel } from './fold.ts';
export type { FoldOptions } from './fold.ts';
export { bfloat16ToNumber, halfToNumber } from './half.ts';
export { inferValueInfo } from './infer-shapes.ts';
export { createSession } from './session.ts';
export type { SessionOptions, SessionSource } from './session.ts';
export { GraphIndex, usedValues } from './graph-index.ts';
export { encodeModel, openModel, parseModel, readModel } from './io.ts';
export { isView } from './is-view.ts';
export { pruneUnused } from './prune.ts';
export { requireLoadable } from './require-loadable.ts';
export { elementType, ShapeIndex, staticShape } from './shapes.ts';
export { newestSchema, oldestSchema, operatorSchema } from './operator-schema.ts';
export type { AttributeSchema, OperatorSchema } from './operator-schema.ts';
export { specializeShapes } from './specialize.ts';
export {
  bytesTensor,
  elementCount,
  externalTensor,
  floatTensor,
  int32Tensor,
  int64Tensor,
  numberTensor,
  readFloats,
  readNumbers,
  tensorBytes,
} from './tensors.ts';
export type { TensorData } from './tensors.ts';
export { validateModel } from './validate.ts';
export type { Problem } from './tensor-problems.ts';
export { writeModel } from './write-model.ts';
export type { WriteOptions, WrittenWeights } from './write-model.ts';
