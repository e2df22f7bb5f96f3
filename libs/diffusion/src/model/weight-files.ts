import { existsSync } from 'node:fs';
import {
  buildTextTower,
  buildUnet,
  buildVaeDecoder,
  buildVaeEncoder,
  buildVisionTower,
  openModelSource,
  readTokenTable,
  weightFingerprint,
  type SourceOptions,
} from '@facet/models';
import type { OnnxModel } from '@facet/onnx';
import { readImageSettings } from '../clip/image-network.ts';
import { ModelError } from '../model-error.ts';
import { hasPart, PARTS, type Part } from '../parts/folder.ts';
import { GraphCache } from '../parts/graph-cache.ts';
import { sideFolder } from './side-folder.ts';
import { clipTokenizer, loadTokenizer } from '../tokenizer/tokenizer.ts';
import type { ModelParts, PartGraph } from './model-parts.ts';

/** Whether a path is a model as its weights' files: a checkpoint, or a folder without any ONNX graph. */
export function isWeightFiles(path: string): boolean {
  return existsSync(path) && !PARTS.some((part) => hasPart(path, part));
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
    family: source.family,
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

const built = (part: Part, model: OnnxModel, outside = 0): PartGraph => ({ part, model, file: undefined, outside });

/** The networks that the files hold. @throws {SourceError} */
export function builtGraphs(path: string, options: SourceOptions): PartGraph[] {
  const { unet, vae, textTowers, visionTower } = openModelSource(path, options);
  return [
    ...textTowers.map(({ weights, config }) =>
      built(
        'text_encoder',
        buildTextTower(weights, config, ['last_hidden_state']),
        config.vocabularySize * config.width,
      ),
    ),
    built('unet', buildUnet(unet.weights, unet.config).model),
    built('vae_encoder', buildVaeEncoder(vae.weights, vae.config)),
    built('vae_decoder', buildVaeDecoder(vae.weights, vae.config)),
    ...(visionTower ? [built('image_encoder', buildVisionTower(visionTower.weights, visionTower.config))] : []),
  ];
}
