import { realpathSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { allTensors } from './all-tensors.ts';
import { cloneModel } from './build.ts';
import { OnnxError } from './errors.ts';
import { externalLocation, externalPath, isExternal } from './external-data.ts';
import type { OnnxModel, TensorProto } from './types.ts';

/**
 * The external files of a model: location as its tensors say it -> real path.
 * @throws {OnnxError} `external-data` when one does not exist
 */
export function externalFiles(model: OnnxModel): Map<string, string> {
  const files = new Map<string, string>();
  for (const { tensor } of allTensors(model.proto)) {
    if (!isExternal(tensor)) continue;
    const { location } = externalLocation(tensor)!;
    if (files.has(location)) continue;
    const path = externalPath(model, tensor.name, location);
    try {
      files.set(location, realpathSync(path));
    } catch (cause) {
      throw new OnnxError('external-data', `Tensor '${tensor.name}': its file ${path} does not exist.`, { cause });
    }
  }
  return files;
}

/** A copy of the model whose external locations are replaced by `locations` (old -> new), relative to `directory`. */
export function relocate(model: OnnxModel, locations: ReadonlyMap<string, string>, directory: string): OnnxModel {
  const moved = cloneModel(model);
  for (const { tensor } of allTensors(moved.proto)) if (isExternal(tensor)) setLocation(tensor, locations);
  return { ...moved, directory };
}

/**
 * The model with its external files addressed by their real paths under one folder. ONNX Runtime refuses absolute
 * locations, `..`, and symbolic links that lead out of the model's folder, which is how download caches store weights.
 */
export function withRealLocations(model: OnnxModel): OnnxModel {
  const files = externalFiles(model);
  if (files.size === 0) return model;
  const directory = commonFolder([...files.values()].map((path) => dirname(path)));
  const locations = new Map([...files].map(([location, path]) => [location, toLocation(directory, path)]));
  return relocate(model, locations, directory);
}

/** A path under the folder as ONNX writes it, with forward slashes; undefined when the path lies elsewhere. */
export function locationUnder(directory: string, path: string): string | undefined {
  const location = toLocation(directory, path);
  return location === '..' || location.startsWith('../') || /^([a-z]:|\/)/i.test(location) ? undefined : location;
}

function toLocation(directory: string, path: string): string {
  return relative(directory, path).split(sep).join('/');
}

/** The deepest folder that all these lie in. @throws {OnnxError} `external-data` when they lie on different drives */
export function commonFolder(folders: readonly string[]): string {
  let common = folders[0]!;
  while (!folders.every((folder) => locationUnder(common, folder) !== undefined)) {
    const parent = dirname(common);
    if (parent === common) {
      throw new OnnxError(
        'external-data',
        `The model's external files lie on different drives: ${folders.join(', ')}.`,
      );
    }
    common = parent;
  }
  return common;
}

function setLocation(tensor: TensorProto, locations: ReadonlyMap<string, string>): void {
  tensor.externalData = tensor.externalData.map((entry) =>
    entry.key === 'location' ? { ...entry, value: locations.get(entry.value) ?? entry.value } : entry,
  );
}
