import { readTextConfig } from '../clip/read-config.ts';
import { SourceError } from '../errors.ts';
import { fromClip } from '../names/clip.ts';
import { diffusersUnetNames } from '../names/ldm-unet.ts';
import { fromOpenClip, openClipLayers } from '../names/open-clip.ts';
import { readUnetConfig } from '../unet/read-config.ts';
import type { StoredTensor } from '../weights/stored.ts';
import { Weights } from '../weights/weights.ts';
import { openFile } from './files.ts';
import { checkChannels, refuseForeignModel } from './foreign-models.ts';
import { guessPrediction } from './prediction.ts';
import type { Family, ModelSource, SourceOptions, TextTower } from './source.ts';
import { openVae, vaeOf, VAE_PREFIX } from './vae.ts';
import { openVisionTower } from './vision-tower.ts';

const UNET_PREFIX = 'model.diffusion_model.';

/** Where each family keeps its text towers. */
const clip = { sd1: 'cond_stage_model.transformer.', sdxl: 'conditioner.embedders.0.transformer.' };
const openClip = { sd2: 'cond_stage_model.model.', sdxl: 'conditioner.embedders.1.model.' };

/** What the original configuration files say and the weights do not show. */
const GROUPS = 32;
const EPSILON = 1e-5;
const FIRST_HEADS = 8;
const LATER_HEAD_WIDTH = 64;

/**
 * A one-file checkpoint by the names of the original code: U-Net, text encoder and autoencoder in one safetensors file.
 * Averaged twins of the weights (`model_ema.`) and what only training needs are left out.
 * @throws {SourceError}
 */
export function openCheckpoint(path: string, options: SourceOptions): ModelSource {
  const { tensors, metadata } = openFile(path);
  refuseForeignModel(path, tensors);
  const family = familyOf(path, tensors);
  const textTowers = openTextTowers(path, family, tensors);
  const weights = unetWeights(path, tensors);
  const heads = (_level: number, channels: number): number =>
    family === 'sd1' ? FIRST_HEADS : channels / LATER_HEAD_WIDTH;
  const pooledWidth = textTowers[1]?.config.projectionWidth;
  const settings = { heads, groups: GROUPS, epsilon: EPSILON, frequencyShift: 0 };
  const config = readUnetConfig(weights, pooledWidth === undefined ? settings : { ...settings, pooledWidth });
  const vae = options.vae === undefined ? ownVae(path, tensors) : openVae(options.vae, options.variant);
  checkChannels(path, { from: config.inChannels, to: config.outChannels, latent: vae.config.latentChannels });
  const unet = { weights, config };
  const { schedulerConfig, notes, isLarge } = guessPrediction(
    path,
    family,
    { tensors, metadata, unet: weights },
    options,
  );
  return {
    path,
    form: 'checkpoint',
    family,
    unet: { ...unet, sampleSize: family === 'sdxl' ? 128 : isLarge ? 96 : 64 },
    textTowers,
    vae: { ...vae, scalingFactor: family === 'sdxl' ? 0.13025 : 0.18215 },
    // A checkpoint has no room for one; it lies in the folder of its name, as all does that belongs to it.
    visionTower: openVisionTower(path.replace(/\.\w+$/, ''), options.variant),
    schedulerConfig,
    preset: undefined,
    zeroesEmptyNegative: family === 'sdxl',
    notes,
  };
}

/** By the text encoder, which no two families share. @throws {SourceError} `not-a-model` */
function familyOf(path: string, tensors: ReadonlyMap<string, StoredTensor>): Family {
  const has = (prefix: string): boolean => [...tensors.keys()].some((name) => name.startsWith(prefix));
  if (has(openClip.sdxl) && has(clip.sdxl)) return 'sdxl';
  if (has(openClip.sd2)) return 'sd2';
  if (has(clip.sd1)) return 'sd1';
  const message = `${path} has a U-Net but no text encoder that Facet knows, so it is only a part of a model. Take a whole checkpoint of Stable Diffusion 1.x, 2.x or XL.`;
  throw new SourceError('not-a-model', message);
}

function openTextTowers(path: string, family: Family, tensors: ReadonlyMap<string, StoredTensor>): TextTower[] {
  const owner = `the text encoder of ${path}`;
  const towers: TextTower[] = [];
  if (family !== 'sd2') {
    const weights = new Weights(owner, fromClip(under(tensors, clip[family]), 'text_model'));
    const config = readTextConfig(weights, { activation: 'quick_gelu' });
    towers.push({ weights, config, tokenizer: undefined, padding: 'end' });
  }
  if (family !== 'sd1') {
    const own = under(tensors, openClip[family]);
    // Stable Diffusion 2.x was trained on what the layer before the last gives.
    const layers = openClipLayers(own.keys()) - (family === 'sd2' ? 1 : 0);
    const weights = new Weights(owner, fromOpenClip(own, layers));
    towers.push({
      weights,
      config: readTextConfig(weights, { activation: 'gelu' }),
      tokenizer: undefined,
      padding: 'zero',
    });
  }
  return towers;
}

function unetWeights(path: string, tensors: ReadonlyMap<string, StoredTensor>): Weights {
  const own = under(tensors, UNET_PREFIX);
  const names = diffusersUnetNames([...own.keys()]);
  // What has no place in diffusers keeps its name, so that it is found to be read by nothing.
  return new Weights(
    `the U-Net of ${path}`,
    new Map([...own].map(([name, tensor]) => [names.get(name) ?? name, tensor])),
  );
}

function ownVae(path: string, tensors: ReadonlyMap<string, StoredTensor>): ReturnType<typeof vaeOf> {
  const own = new Map([...tensors].filter(([name]) => name.startsWith(VAE_PREFIX)));
  if (own.size > 0) return vaeOf(`the autoencoder of ${path}`, own);
  throw new SourceError(
    'not-a-model',
    `${path} has no autoencoder (VAE). Give one beside it, or take a checkpoint with one inside.`,
  );
}

function under(tensors: ReadonlyMap<string, StoredTensor>, prefix: string): Map<string, StoredTensor> {
  const found = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(found.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}
