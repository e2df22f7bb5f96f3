import { statSync } from 'node:fs';
import type { PlacedTensor } from './all-tensors.ts';
import { byteLength, dataTypeName, isKnownDataType } from './data-type.ts';
import { OnnxError } from './errors.ts';
import type { OnnxErrorCode } from './errors.ts';
import { externalLocation, externalPath, isExternal } from './external-data.ts';
import { elementCount, tensorBytes } from './tensors.ts';
import type { OnnxModel } from './types.ts';

export interface Problem {
  code: OnnxErrorCode;
  /** Names the node, value or tensor. */
  message: string;
}

/** What is wrong with one tensor: its type, dims, size, or where its external bytes should be. */
export function tensorProblems(model: OnnxModel, { tensor, owner }: PlacedTensor): Problem[] {
  const label = `Tensor '${tensor.name}' (${owner})`;
  const bad = (message: string): Problem[] => [{ code: 'bad-tensor', message: `${label} ${message}` }];
  if (!isKnownDataType(tensor.dataType)) return bad(`has the unknown element type ${tensor.dataType}.`);
  if (tensor.dims.some((dim) => dim < 0)) return bad(`has a negative dimension: [${tensor.dims.join(', ')}].`);
  const count = elementCount(tensor.dims);
  const expected = byteLength(tensor.dataType, count);
  if (isExternal(tensor)) {
    if (expected === undefined) return bad(`of ${dataTypeName(tensor.dataType)} cannot be external.`);
    return externalProblems(model, { tensor, owner }, expected);
  }
  try {
    if (expected !== undefined) tensorBytes(model, tensor);
    else if (tensor.stringData.length !== count) return bad(`needs ${count} strings, not ${tensor.stringData.length}.`);
    return [];
  } catch (error) {
    if (error instanceof OnnxError) return [{ code: error.code, message: error.message }];
    throw error;
  }
}

function externalProblems(model: OnnxModel, { tensor, owner }: PlacedTensor, expected: number): Problem[] {
  const external = (message: string): Problem[] => [
    { code: 'external-data', message: `Tensor '${tensor.name}' (${owner}) ${message}` },
  ];
  try {
    const { location, offset, length } = externalLocation(tensor)!;
    if (length !== undefined && length !== expected) {
      return external(`needs ${expected} bytes, its external reference says ${length}.`);
    }
    const path = externalPath(model, tensor.name, location);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    if (size === undefined) return external(`lies in ${path}, which does not exist.`);
    if (offset + expected > size)
      return external(`ends at byte ${offset + expected} of ${path}, which has only ${size}.`);
    return [];
  } catch (error) {
    if (error instanceof OnnxError) return [{ code: error.code, message: error.message }];
    throw error;
  }
}
