import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTextConfig } from '../clip/read-config.ts';
import { SourceError } from '../errors.ts';
import { fromClip } from '../names/clip.ts';
import { readUnetConfig } from '../unet/read-config.ts';
import { Weights } from '../weights/weights.ts';
import { openPart, readJson, readOptionalJson } from './files.ts';
import { checkChannels } from './foreign-models.ts';
import type { Family, Json, ModelSource, SourceOptions, TextTower } from './source.ts';
import { towerSettings } from './tower-settings.ts';
import { numberOf, unetSettings } from './unet-settings.ts';
import { openVae } from './vae.ts';
import { openVisionTower } from './vision-tower.ts';

/** Pipelines that are something else, by a part of their name in model_index.json. */
const foreignPipelines: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/StableDiffusion3/, 'Stable Diffusion 3'],
  [/Flux/, 'FLUX'],
  [/Inpaint/, 'an inpainting model'],
  [/Depth2Img/, 'a depth-guided model'],
  [/InstructPix2Pix/, 'an InstructPix2Pix model'],
  [/LatentConsistency/, 'a latent consistency model with guidance built in'],
  [/Upscale/, 'an upscaler'],
  [/Video|AnimateDiff/, 'a video model'],
  [/Cascade|PixArt|AuraFlow|Lumina|Sana|Hunyuan|Kandinsky|DeepFloyd|^IF/, 'another family'],
];

/**
 * A diffusers folder: unet/, vae/, text_encoder/ and for SDXL text_encoder_2/, each with config.json and safetensors files.
 * @throws {SourceError}
 */
export function openFolder(path: string, options: SourceOptions): ModelSource {
  refusePipeline(path);
  const vae = openVae(options.vae ?? join(path, 'vae'), options.variant);
  const textTowers = ['text_encoder', 'text_encoder_2']
    .filter((part) => existsSync(join(path, part)))
    .map((part) => openTextTower(path, part, options.variant));
  if (!existsSync(join(path, 'text_encoder'))) {
    const message = existsSync(join(path, 'text_encoder_2'))
      ? `${path} has text_encoder_2/ alone, as the refiner of Stable Diffusion XL does, which only finishes what the base model began. Take the base model.`
      : `${path} lacks text_encoder/. Download the whole folder.`;
    throw new SourceError(textTowers.length > 0 ? 'unsupported-model' : 'missing-file', message);
  }

  const configPath = join(path, 'unet', 'config.json');
  const config = readJson(configPath);
  const weights = new Weights(`the U-Net of ${path}`, openPart(join(path, 'unet'), options.variant).tensors);
  const pooledWidth = textTowers[1]?.config.projectionWidth;
  const settings = unetSettings(config, configPath);
  const unet = readUnetConfig(weights, pooledWidth === undefined ? settings : { ...settings, pooledWidth });
  checkChannels(path, { from: unet.inChannels, to: unet.outChannels, latent: vae.config.latentChannels });
  const family = familyOf(textTowers);
  return {
    path,
    form: 'folder',
    family,
    unet: { weights, config: unet, sampleSize: numberOf(config, 'sample_size', family === 'sdxl' ? 128 : 64) },
    textTowers,
    vae: { ...vae, scalingFactor: vae.scalingFactor ?? (family === 'sdxl' ? 0.13025 : 0.18215) },
    visionTower: openVisionTower(path, options.variant),
    schedulerConfig: schedulerOf(path, options),
    preset: undefined,
    zeroesEmptyNegative: family === 'sdxl' && indexOf(path)['force_zeros_for_empty_prompt'] !== false,
    notes: [],
  };
}

const indexOf = (path: string): Json => readOptionalJson(join(path, 'model_index.json'));

function refusePipeline(path: string): void {
  const name = String(indexOf(path)['_class_name'] ?? '');
  const found = foreignPipelines.find(([pattern]) => pattern.test(name));
  if (found || existsSync(join(path, 'transformer'))) {
    const what = found?.[1] ?? 'a diffusion transformer';
    const message = `${path} is ${what} (${name || 'it has transformer/'}). Facet runs Stable Diffusion 1.x, 2.x and XL for plain text to image.`;
    throw new SourceError('unsupported-model', message);
  }
  if (existsSync(join(path, 'unet'))) return;
  const message = `${path} is no model: it has neither unet/, as a diffusers folder has, nor graphs such as unet/model.onnx. Give the folder with model_index.json, or a one-file checkpoint.`;
  throw new SourceError('missing-file', message);
}

function openTextTower(path: string, part: string, variant: string | undefined): TextTower {
  const folder = join(path, part);
  const tensors = fromClip(openPart(folder, variant).tensors, 'text_model');
  const weights = new Weights(`the text encoder in ${folder}`, tensors);
  const settings = towerSettings(readOptionalJson(join(folder, 'config.json')), folder);
  const tokenizer = join(path, part.replace('text_encoder', 'tokenizer'));
  return {
    weights,
    config: readTextConfig(weights, settings),
    tokenizer: existsSync(tokenizer) ? tokenizer : undefined,
    padding: settings.activation === 'gelu' ? 'zero' : 'end',
  };
}

function familyOf(textTowers: readonly TextTower[]): Family {
  if (textTowers.length > 1) return 'sdxl';
  return textTowers[0]!.config.activation === 'gelu' ? 'sd2' : 'sd1';
}

function schedulerOf(path: string, { prediction }: SourceOptions): Json {
  const config = readJson(join(path, 'scheduler', 'scheduler_config.json'));
  return prediction === undefined ? config : { ...config, prediction_type: prediction };
}
