import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildTextTower,
  buildUnet,
  buildVaeDecoder,
  buildVaeEncoder,
  buildVisionTower,
  openModelSource,
  readTokenTable,
  weightFingerprint,
  type ModelSource,
  type SourceOptions,
} from '@facet/models';
import type { OnnxModel } from '@facet/onnx';
import { readImageSettings } from '../clip/image-network.ts';
import { ModelError } from '../model-error.ts';
import { hasPart, PARTS, type Part } from '../parts/folder.ts';
import { GraphCache } from '../parts/graph-cache.ts';
import { clipTokenizer, loadTokenizer } from '../tokenizer/tokenizer.ts';
import type { ModelParts, PartGraph } from './model-parts.ts';

/** Whether a path is a model as its weights' files: one checkpoint, or a diffusers folder without ONNX graphs. */
export function isWeightFiles(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats?.isDirectory()) return stats !== undefined;
  const unet = join(path, 'unet');
  if (PARTS.some((part) => hasPart(path, part)) || !existsSync(unet)) return false;
  return readdirSync(unet).some((name) => /\.(safetensors|safetensors\..*json|bin|ckpt|pt)$/.test(name));
}

/**
 * The parts of a model in the files that people have; the graphs are built here.
 * @throws {SourceError} when the files are none of such a model; {ModelError} `unsupported-model` for SDXL
 */
export function readWeightFiles(path: string, options: SourceOptions, cacheRoot: string | undefined): ModelParts {
  const source = openModelSource(path, options);
  if (source.family === 'sdxl') {
    const message = `${path} is a Stable Diffusion XL model (two text encoders), which Facet does not run yet; take a Stable Diffusion 1.x or 2.x model.`;
    throw new ModelError('unsupported-model', message);
  }
  const { unet, vae, visionTower } = source;
  const tower = source.textTowers[0]!;
  const { width, contextLength } = tower.config;
  const built = buildUnet(unet.weights, unet.config);
  const text = buildTextTower(tower.weights, tower.config, ['last_hidden_state']);
  const cacheOf = (model: OnnxModel): GraphCache => new GraphCache(cacheRoot, model, 'float');
  const directory = sideFolder(path);
  return {
    directory,
    path,
    fingerprint: weightFingerprint(source),
    defaultLatentSize: unet.sampleSize,
    vaeScale: 2 ** vae.config.down.filter(({ resamples }) => resamples).length,
    scalingFactor: vae.scalingFactor,
    schedulerConfig: source.schedulerConfig,
    notes: source.notes,
    unet: {
      base: built.model,
      layers: built.layers,
      output: 'out_sample',
      latentChannels: unet.config.inChannels,
      contextWidth: unet.config.contextWidth,
      isHalf: false,
      cache: cacheOf(built.model),
    },
    text: {
      graph: { model: text, width, hidden: 'last_hidden_state', idInputs: [] },
      contextLength,
      table: readTokenTable(tower),
      cache: cacheOf(text),
    },
    tokenizer: async () =>
      tower.tokenizer === undefined
        ? clipTokenizer(contextLength, tower.padding)
        : loadTokenizer(tower.tokenizer, contextLength),
    encoder: () => {
      const model = buildVaeEncoder(vae.weights, vae.config);
      return { name: 'encoder', model, input: 'sample', output: 'latent_parameters', cache: cacheOf(model) };
    },
    decoder: () => {
      const model = buildVaeDecoder(vae.weights, vae.config);
      return { name: 'decoder', model, input: 'latent_sample', output: 'sample', cache: cacheOf(model) };
    },
    image:
      visionTower &&
      (() => {
        const model = buildVisionTower(visionTower.weights, visionTower.config);
        return { model, settings: readImageSettings(directory, model), cache: cacheOf(model) };
      }),
  };
}

/** A checkpoint's attribution map, words and the like lie in a folder of its name, without the ending, beside it. */
function sideFolder(path: string): string {
  return statSync(path).isDirectory() ? path : path.replace(/\.\w+$/, '');
}

/** The networks that the files hold. @throws {SourceError} */
export function builtGraphs(path: string, options: SourceOptions = {}): PartGraph[] {
  const source = openModelSource(path, options);
  return builders(source).map(([part, model]) => ({ part, model, file: undefined }));
}

function builders({ unet, vae, textTowers, visionTower }: ModelSource): [Part, OnnxModel][] {
  return [
    ...textTowers.map(({ weights, config }): [Part, OnnxModel] => [
      'text_encoder',
      buildTextTower(weights, config, ['last_hidden_state']),
    ]),
    ['unet', buildUnet(unet.weights, unet.config).model],
    ['vae_encoder', buildVaeEncoder(vae.weights, vae.config)],
    ['vae_decoder', buildVaeDecoder(vae.weights, vae.config)],
    ...(visionTower
      ? [['image_encoder', buildVisionTower(visionTower.weights, visionTower.config)] as [Part, OnnxModel]]
      : []),
  ];
}
