import { dataTypeName } from './data-type.ts';
import { OnnxError } from './errors.ts';
import { inferValueInfo } from './infer-shapes.ts';
import type { OnnxModel, TypeProto } from './types.ts';

/**
 * Has ONNX Runtime load a model, its large weights left out, and compares what it infers for each value with what the model
 * declares. So a graph that was written by rules is checked node by node before anybody relies on it.
 * @throws {OnnxError} `runtime-refused` with ONNX Runtime's reason; `bad-shape` naming the first value that contradicts
 */
export async function requireLoadable(model: OnnxModel): Promise<void> {
  const inferred = await inferValueInfo(model);
  const { output, valueInfo } = model.proto.graph;
  for (const { name, type } of [...valueInfo, ...output]) {
    const found = inferred.get(name)?.type;
    if (!found || !type || agree(type, found)) continue;
    const message = `The model declares '${name}' as ${shown(type)}, but its nodes compute ${shown(found)}.`;
    throw new OnnxError('bad-shape', message);
  }
}

const same = (a: number | undefined, b: number | undefined): boolean => a === undefined || b === undefined || a === b;

/** Whether two types can both be true; a dimension that is no number says nothing. */
function agree({ tensorType: declared }: TypeProto, { tensorType: found }: TypeProto): boolean {
  if (!declared || !found) return true;
  if (declared.elemType !== found.elemType) return false;
  const [left, right] = [declared.shape?.dim, found.shape?.dim];
  if (!left || !right) return true;
  return left.length === right.length && left.every((dim, i) => same(dim.dimValue, right[i]!.dimValue));
}

function shown({ tensorType }: TypeProto): string {
  const dims = tensorType?.shape?.dim.map((dim) => dim.dimValue ?? (dim.dimParam || '?'));
  return `${dataTypeName(tensorType?.elemType ?? 0)} ${dims ? `[${dims.join(', ')}]` : 'of unknown rank'}`;
}
