import { join } from 'node:path';
import { findPreset } from '@facet/models';
import { readFloats, type OnnxModel } from '@facet/onnx';
import { readImageSettings } from '../clip/image-network.ts';
import { floatBorders } from '../parts/float-borders.ts';
import {
  checkFolder,
  hasPart,
  PARTS,
  partPath,
  positiveInteger,
  readConfig,
  readOptionalJson,
  readPart,
  type Json,
} from '../parts/folder.ts';
import { PartReader } from '../parts/part-reader.ts';
import { cutTextEncoder } from '../text/graph.ts';
import { loadTokenizer } from '../tokenizer/tokenizer.ts';
import { checkUnet, prepareUnet } from '../unet/graph.ts';
import { momentsEncoder } from '../vae/graph.ts';
import { exportFingerprints } from './export-fingerprints.ts';
import type { ModelParts, PartGraph } from './model-parts.ts';

/** Stable Diffusion's values, for old exports whose folders have no config.json. */
const DEFAULT_LATENT_SIZE = 64;
const DEFAULT_SCALING = 0.18215;
const DEFAULT_VAE_SCALE = 8;

export interface ReadSettings {
  /** Where prepared graphs are kept; undefined keeps none. */
  readonly cacheRoot: string | undefined;
  readonly precision: 'float32' | 'stored';
}

/**
 * The parts of a folder in the standard ONNX layout.
 * @throws {ModelError} `missing-file`, `corrupt-file`, `unsupported-model`, `unexpected-graph`
 */
export async function readOnnxFolder(directory: string, { cacheRoot, precision }: ReadSettings): Promise<ModelParts> {
  checkFolder(directory);
  const reader = new PartReader(directory, cacheRoot, precision);
  const unetPart = reader.read('unet');
  const sizes = checkUnet(unetPart.source, directory);
  const textPart = reader.read('text_encoder');
  const cut = cutTextEncoder(textPart.graph);
  const table = { data: readFloats(textPart.source, cut.table), dims: cut.table.dims };
  const contextLength = contextLengthOf(directory, textPart.source);
  const sample = unetPart.source.proto.graph.input.find(({ name }) => name === 'sample');
  const fixedSize = sample?.type?.tensorType?.shape?.dim[2]?.dimValue;
  const saidSize = positiveInteger(readConfig(directory, 'unet'), 'sample_size');
  const vaeConfig = readConfig(directory, 'vae_decoder') ?? readConfig(directory, 'vae_encoder');
  return {
    directory,
    path: directory,
    ...exportFingerprints(textPart.source, { proto: cut.table, values: table }, unetPart.source),
    // OpenCLIP's towers, which Stable Diffusion 2.x has, are those with this activation.
    family: readConfig(directory, 'text_encoder')?.hidden_act === 'gelu' ? 'sd2' : 'sd1',
    defaultLatentSize: fixedSize ?? saidSize ?? DEFAULT_LATENT_SIZE,
    vaeScale: vaeScaleOf(vaeConfig),
    scalingFactor: typeof vaeConfig?.scaling_factor === 'number' ? vaeConfig.scaling_factor : DEFAULT_SCALING,
    ...findPreset({
      schedulerConfig: readOptionalJson(join(directory, 'scheduler', 'scheduler_config.json')) ?? {},
      paths: [directory],
    }),
    emptyNegative: 'encoded',
    contextLength,
    unet: {
      ...(await prepareUnet(unetPart)),
      ...sizes,
      pooledWidth: undefined,
      isHalf: unetPart.isHalf,
      cache: unetPart.cache,
    },
    text: [
      {
        graph: { ...cut, hiddenWidth: sizes.contextWidth },
        table,
        cache: textPart.cache,
      },
    ],
    tokenizer: () => loadTokenizer(join(directory, 'tokenizer'), contextLength),
    encoder: () => {
      const { graph, cache } = reader.read('vae_encoder');
      const { model, moments } = momentsEncoder(graph, sizes.latentChannels);
      return { name: 'encoder', model, input: model.proto.graph.input[0]!.name, output: moments, cache };
    },
    decoder: () => {
      const { graph, cache } = reader.read('vae_decoder');
      const model = floatBorders(graph);
      const { input, output } = model.proto.graph;
      return { name: 'decoder', model, input: input[0]!.name, output: output[0]!.name, cache };
    },
    image: hasPart(directory, 'image_encoder')
      ? () => {
          const { source, graph, cache } = reader.read('image_encoder');
          return { model: floatBorders(graph), settings: readImageSettings(directory, source), cache };
        }
      : undefined,
  };
}

/** The networks that a folder holds. @throws {ModelError} `corrupt-file` */
export function onnxGraphs(directory: string): PartGraph[] {
  return PARTS.filter((part) => hasPart(directory, part)).map((part) => ({
    part,
    model: readPart(directory, part),
    file: partPath(directory, part),
    outside: 0,
  }));
}

function contextLengthOf(directory: string, textSource: OnnxModel): number {
  const ids =
    textSource.proto.graph.input.find((input) => input.name === 'input_ids') ?? textSource.proto.graph.input[0];
  const fixed = ids?.type?.tensorType?.shape?.dim[1]?.dimValue;
  const tokenizer = readOptionalJson(join(directory, 'tokenizer', 'tokenizer_config.json'));
  const said = positiveInteger(tokenizer, 'model_max_length');
  // Tokenizers without a limit say 10^30.
  const usable = said !== undefined && said < 100_000 ? said : undefined;
  return fixed ?? positiveInteger(readConfig(directory, 'text_encoder'), 'max_position_embeddings') ?? usable ?? 77;
}

/** Every block but the last halves the picture. */
function vaeScaleOf(config: Json | undefined): number {
  const channels = config?.block_out_channels;
  return Array.isArray(channels) && channels.length > 0 ? 2 ** (channels.length - 1) : DEFAULT_VAE_SCALE;
}
