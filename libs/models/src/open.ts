import { existsSync, statSync } from 'node:fs';
import { SourceError } from './errors.ts';
import { applyLoras } from './lora/apply.ts';
import { openCheckpoint } from './sources/checkpoint.ts';
import { openFolder } from './sources/folder.ts';
import { findPreset } from './sources/preset.ts';
import type { ModelSource, SourceOptions } from './sources/source.ts';

/**
 * Opens a model in the form people have it: a one-file `.safetensors` checkpoint of Stable Diffusion 1.x, 2.x or XL, or a
 * diffusers folder. Reads headers and configurations only, and says by name what it is that cannot be used.
 * @throws {SourceError}
 */
export function openModelSource(path: string, options: SourceOptions = {}): ModelSource {
  if (!existsSync(path)) throw new SourceError('missing-file', `There is no model ${path}.`);
  const source = statSync(path).isDirectory() ? openFolder(path, options) : openCheckpoint(path, options);
  const loras = options.loras ?? [];
  const paths = [path, ...loras.map((lora) => lora.path)];
  const found = findPreset({ schedulerConfig: source.schedulerConfig, paths, given: options.preset });
  return applyLoras({ ...source, ...found, notes: [...source.notes, ...found.notes] }, loras);
}
