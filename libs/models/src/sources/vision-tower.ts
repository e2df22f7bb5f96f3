import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readVisionConfig } from '../clip/read-config.ts';
import { fromClip } from '../names/clip.ts';
import { Weights } from '../weights/weights.ts';
import { openPart, readJson } from './files.ts';
import type { Json, ModelSource } from './source.ts';
import { towerSettings } from './tower-settings.ts';

/** The image_encoder/ of a folder, where it has one. @throws {SourceError} */
export function openVisionTower(path: string, variant: string | undefined): ModelSource['visionTower'] {
  const folder = join(path, 'image_encoder');
  if (!existsSync(join(folder, 'config.json'))) return undefined;
  const tensors = fromClip(openPart(folder, variant).tensors, 'vision_model');
  const weights = new Weights(`the image encoder in ${folder}`, tensors);
  const config = readJson(join(folder, 'config.json'));
  const own = (config.vision_config ?? config) as Json;
  return { weights, config: readVisionConfig(weights, towerSettings(own, folder)), folder };
}
