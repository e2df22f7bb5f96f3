import { renameSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { OnnxError } from './errors.ts';
import { isExternal } from './external-data.ts';
import { encodeModel } from './io.ts';
import type { OnnxModel } from './types.ts';

/** Writes the model; external references are rewritten to be relative to the new folder. */
export function writeModel(model: OnnxModel, path: string): void {
  const target = dirname(resolve(path));
  const { graph } = model.proto;
  const initializer = graph.initializer.map((tensor) => {
    if (!isExternal(tensor) || model.directory === undefined || resolve(model.directory) === target) return tensor;
    const externalData = tensor.externalData.map((entry) =>
      entry.key === 'location' && !isAbsolute(entry.value)
        ? { ...entry, value: relative(target, resolve(model.directory!, entry.value)) }
        : entry,
    );
    return { ...tensor, externalData };
  });
  const moved = { ...model, proto: { ...model.proto, graph: { ...graph, initializer } } };
  try {
    writeFileSync(`${path}.part`, encodeModel(moved));
    renameSync(`${path}.part`, path);
  } catch (cause) {
    if (cause instanceof OnnxError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new OnnxError('write-failed', `Cannot write the model ${path}: ${why}`, { cause });
  }
}
