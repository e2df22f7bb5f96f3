import { join } from 'node:path';
import type { TowerSettings } from '../clip/read-config.ts';
import { SourceError } from '../errors.ts';
import type { Json } from './source.ts';
import { numberOf } from './unet-settings.ts';

/** @throws {SourceError} `unsupported-config` for an activation that CLIP does not have */
export function towerSettings(config: Json, folder: string): TowerSettings {
  const activation = config.hidden_act ?? 'quick_gelu';
  if (activation !== 'gelu' && activation !== 'quick_gelu') {
    const message = `${join(folder, 'config.json')} says hidden_act: ${JSON.stringify(activation)}; CLIP has gelu or quick_gelu.`;
    throw new SourceError('unsupported-config', message);
  }
  const heads = config.num_attention_heads;
  return {
    activation,
    epsilon: numberOf(config, 'layer_norm_eps', 1e-5),
    ...(typeof heads === 'number' ? { heads } : {}),
  };
}
