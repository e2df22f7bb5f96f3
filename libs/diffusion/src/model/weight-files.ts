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
  type ModelSource,
  type SourceOptions,
  type TextTower,
} from '@facet/models';
import type { OnnxModel } from '@facet/onnx';
import { readImageSettings } from '../clip/image-network.ts';
import { hasPart, PARTS, type Part } from '../parts/folder.ts';
import { GraphCache } from '../parts/graph-cache.ts';
import { sideFolder } from './side-folder.ts';
import { clipTokenizer, loadTokenizer } from '../tokenizer/tokenizer.ts';
import type { TextGraph } from '../text/graph.ts';
import type { ModelParts, PartGraph, TextPart } from './model-parts.ts';

/** Whether a path is a model as its weights' files: a checkpoint, or a folder without any ONNX graph. */
export function isWeightFiles(path: string): boolean {
  return existsSync(path) && !PARTS.some((part) => hasPart(path, part));
}

/**
 * The parts of a model in the files that people have; the graphs are built here.
 * @throws {SourceError} when the files are none of such a model
 */
export function readWeightFiles(path: string, options: SourceOptions, cacheRoot: string | undefined): ModelParts {
  const source = openModelSource(path, options);
  const { unet, vae, textTowers } = source;
  const visionTower = comparableTower(source);
  const tower = textTowers[0]!;
  const { contextLength } = tower.config;
  const built = buildUnet(unet.weights, unet.config);
  const cacheOf = (model: OnnxModel): GraphCache => new GraphCache(cacheRoot, model, 'float');
  const directory = sideFolder(path);
  return {
    directory,
    path,
    fingerprint: weightFingerprint(source),
    formerFingerprints: [],
    family: source.family,
    defaultLatentSize: unet.sampleSize,
    vaeScale: 2 ** vae.config.down.filter(({ resamples }) => resamples).length,
    scalingFactor: vae.scalingFactor,
    schedulerConfig: source.schedulerConfig,
    preset: source.preset,
    notes: [...source.notes, ...unusedParts(source)],
    emptyNegative: source.zeroesEmptyNegative ? 'zeros' : 'encoded',
    contextLength,
    unet: {
      base: built.model,
      layers: built.layers,
      output: 'out_sample',
      latentChannels: unet.config.inChannels,
      contextWidth: unet.config.contextWidth,
      pooledWidth: unet.config.added?.pooledWidth,
      isHalf: false,
      cache: cacheOf(built.model),
    },
    text: textTowers.map((each, at) => {
      const graph = textGraph(source, at);
      return { graph, table: readTokenTable(each), padId: padding(each, tower), cache: cacheOf(graph.model) };
    }),
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

/**
 * The image encoder, if pictures can be compared with texts by it. SDXL's pooled vector is the text side of the CLIP model that its
 * second encoder is of, OpenCLIP's ViT-bigG-14, so that model's eye sees into the same space.
 */
function comparableTower({ visionTower, unet }: ModelSource): ModelSource['visionTower'] {
  const textWidth = unet.config.added?.pooledWidth;
  return textWidth === undefined || visionTower?.config.projectionWidth === textWidth ? visionTower : undefined;
}

function unusedParts(source: ModelSource): string[] {
  const { visionTower, unet } = source;
  if (!visionTower || comparableTower(source)) return [];
  const widths = `${visionTower.config.projectionWidth} numbers, and the model's texts into ${unet.config.added?.pooledWidth}`;
  return [
    `${visionTower.folder} is not used: it brings pictures into ${widths}. Take the image encoder of the same CLIP model as the second text encoder: of Stable Diffusion XL that of OpenCLIP's ViT-bigG-14.`,
  ];
}

/**
 * What a model takes of a text encoder: of one the last state; of SDXL's two the state before their last layers, and of the
 * second the pooled vector.
 */
function textGraph({ family, textTowers }: ModelSource, at: number): TextGraph {
  const { weights, config } = textTowers[at]!;
  const graph = { width: config.width, hiddenWidth: config.width, idInputs: [] };
  if (family !== 'sdxl') {
    const hidden = 'last_hidden_state';
    return { ...graph, hidden, model: buildTextTower(weights, config, [hidden]) };
  }
  const hidden = 'penultimate_hidden_state';
  if (at === 0) return { ...graph, hidden, model: buildTextTower(weights, config, [hidden]) };
  const pooled = 'text_embeds';
  return { ...graph, hidden, pooled, model: buildTextTower(weights, config, [hidden, pooled]) };
}

/** Prompts are cut by the first encoder's tokenizer; a later one may fill them up with another token. */
function padding({ padding: own, config }: TextTower, first: TextTower): TextPart['padId'] {
  return own === first.padding ? undefined : clipTokenizer(config.contextLength, own).padId;
}

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
