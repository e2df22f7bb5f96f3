import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { SourceError } from '../errors.ts';
import { diffusersVaeNames } from '../names/vae.ts';
import type { VaeConfig } from '../vae/build.ts';
import { readVaeConfig } from '../vae/read-config.ts';
import type { StoredTensor } from '../weights/stored.ts';
import { Weights } from '../weights/weights.ts';
import { openFile, openPart, readOptionalJson } from './files.ts';
import type { Network } from './source.ts';
import { numberOf } from './unet-settings.ts';

/** The autoencoder's prefix in a whole checkpoint, and in some files of one alone. */
export const VAE_PREFIX = 'first_stage_model.';

const GROUPS = 32;

export interface OpenedVae extends Network<VaeConfig> {
  /** Undefined where the file does not say it. */
  readonly scalingFactor: number | undefined;
}

/**
 * An autoencoder from a diffusers folder of one (`vae/`) or a file of one alone, by either naming.
 * @throws {SourceError}
 */
export function openVae(path: string, variant: string | undefined): OpenedVae {
  if (!existsSync(path))
    throw new SourceError('missing-file', `There is no autoencoder ${path}. Download the whole folder.`);
  const isFolder = statSync(path).isDirectory();
  const { tensors } = isFolder ? openPart(path, variant) : openFile(path);
  const config = isFolder ? readOptionalJson(join(path, 'config.json')) : {};
  const scaling = config.scaling_factor;
  const opened = vaeOf(`the autoencoder ${path}`, tensors, numberOf(config, 'norm_num_groups', GROUPS));
  return { ...opened, scalingFactor: typeof scaling === 'number' ? scaling : undefined };
}

/** The autoencoder among these tensors; others are left out. @throws {SourceError} `missing-weight`, `unsupported-model` */
export function vaeOf(owner: string, tensors: ReadonlyMap<string, StoredTensor>, groups = GROUPS): Network<VaeConfig> {
  const bare = new Map(
    [...tensors].map(([name, tensor]) => [name.startsWith(VAE_PREFIX) ? name.slice(VAE_PREFIX.length) : name, tensor]),
  );
  const kept = [...bare.keys()].filter((name) => /^(encoder|decoder|quant_conv|post_quant_conv)\./.test(name));
  const names = diffusersVaeNames(kept);
  const weights = new Weights(owner, new Map(kept.map((name) => [names.get(name)!, bare.get(name)!])));
  if (!weights.has('quant_conv.weight') && weights.size > 0) {
    const message = `${owner} has no quant_conv, so it is that of Stable Diffusion 3, FLUX or a video model. Take one of Stable Diffusion 1.x, 2.x or XL.`;
    throw new SourceError('unsupported-model', message);
  }
  return { weights, config: readVaeConfig(weights, groups) };
}
