import type { Device } from '@facet/base';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readFloats, type OnnxModel } from '@facet/onnx';
import { loadTokenizer } from '../tokenizer/tokenizer.ts';
import { chooseDevice } from '../sessions/device.ts';
import { ModelError } from '../model-error.ts';
import { floatBorders } from '../parts/float-borders.ts';
import { fingerprint } from './fingerprint.ts';
import { checkFolder, hasPart, positiveInteger, readConfig, readOptionalJson, type Json } from '../parts/folder.ts';
import { ImageNetwork, readImageSettings } from '../clip/image-network.ts';
import { assembleModel, type Networks } from './model.ts';
import { PartReader, type ReadPart } from '../parts/part-reader.ts';
import { SessionPool } from '../sessions/session-pool.ts';
import { cutTextEncoder } from '../text/graph.ts';
import { TextNetwork } from '../text/network.ts';
import type { DiffusionModel, LoadOptions, ModelFacts } from '../types.ts';
import { checkUnet, prepareUnet } from '../unet/graph.ts';
import { describeLayers } from '../unet/layers.ts';
import { UnetNetwork } from '../unet/network.ts';
import { unetWeights } from '../unet/weights.ts';
import { momentsEncoder } from '../vae/graph.ts';
import { VaeNetwork } from '../vae/network.ts';

/** Stable Diffusion's values, for old exports whose folders have no config.json. */
const DEFAULT_LATENT_SIZE = 64;
const DEFAULT_SCALING = 0.18215;
const DEFAULT_VAE_SCALE = 8;

/**
 * Loads a model folder in the standard ONNX layout: checks the files, prepares the graphs (or finds them in the cache) and
 * opens sessions when they are first needed.
 * @throws {ModelError} `missing-file`, `corrupt-file`, `unsupported-model`, `unexpected-graph`, `device-unavailable`
 * @throws {TokenizerError} `tokenizer-files`
 */
export async function loadModel(directory: string, options: LoadOptions = {}): Promise<DiffusionModel> {
  const { facts, networks } = await openFolder(directory, options);
  return assembleModel(facts, networks);
}

/** What a folder holds, as `loadModel` finds it; no session is open yet. */
export async function openFolder(
  directory: string,
  options: LoadOptions,
): Promise<{ readonly facts: ModelFacts; readonly networks: Networks }> {
  checkFolder(directory);
  const device = await chooseDevice(options.device);
  const pool = new SessionPool({ device, threads: options.threads ?? threadsFromEnvironment() });
  const precision = options.precision ?? (device === 'cpu' ? 'float32' : 'stored');
  const reader = new PartReader(directory, cacheDirectory(options), precision);

  const unetPart = reader.read('unet');
  const unetConfig = readConfig(directory, 'unet');
  const sizes = checkUnet(unetPart.source, directory);
  const textPart = reader.read('text_encoder');
  const cut = cutTextEncoder(textPart.graph);
  const contextLength = contextLengthOf(directory, textPart.source);
  const text = new TextNetwork(cut, contextLength, sizes.contextWidth, textPart.cache, pool);

  const prepared = await prepareUnet(unetPart);
  const { isHalf, cache } = unetPart;
  const layerCount = prepared.layers.length;
  const weights = unetWeights(prepared.base, layerCount);
  const unet = new UnetNetwork({ ...prepared, ...sizes, layerCount, weights, isHalf }, cache, pool);
  const sample = unetPart.source.proto.graph.input.find(({ name }) => name === 'sample');
  const fixedSize = sample?.type?.tensorType?.shape?.dim[2]?.dimValue;
  const defaultLatentSize = fixedSize ?? positiveInteger(unetConfig, 'sample_size') ?? DEFAULT_LATENT_SIZE;
  const shape = { batch: 1, height: defaultLatentSize, width: defaultLatentSize, contextLength };
  const folded = await unet.forwardGraph(shape);
  const layers = describeLayers(folded, prepared.layers, defaultLatentSize ** 2);

  const vaeConfig = readConfig(directory, 'vae_decoder') ?? readConfig(directory, 'vae_encoder');
  const schedulerConfig = readOptionalJson(join(directory, 'scheduler', 'scheduler_config.json')) ?? {};
  const facts: ModelFacts = {
    directory,
    fingerprint: fingerprint(textPart.source, cut.table, unetPart.source),
    device,
    layers,
    contextLength,
    vocabularySize: cut.table.dims[0]!,
    embeddingWidth: text.embeddingWidth,
    hiddenWidth: text.hiddenWidth,
    latentChannels: sizes.latentChannels,
    defaultLatentSize,
    vaeScale: vaeScaleOf(vaeConfig),
    latentMultiple: Math.round(1 / Math.min(...layers.map((layer) => layer.resolution))),
    scalingFactor: typeof vaeConfig?.scaling_factor === 'number' ? vaeConfig.scaling_factor : DEFAULT_SCALING,
    schedulerConfig,
    weights,
    hasImageEncoder: hasPart(directory, 'image_encoder'),
  };
  const networks: Networks = {
    tokenizer: await loadTokenizer(join(directory, 'tokenizer'), contextLength),
    table: { data: readFloats(textPart.source, cut.table), dims: cut.table.dims },
    text,
    unet,
    pool,
    encoder: once(() => vaeEncoder(reader.read('vae_encoder'), sizes.latentChannels, device, pool)),
    decoder: once(() => vaeDecoder(reader.read('vae_decoder'), device, pool)),
    image: facts.hasImageEncoder ? once(() => imageEncoder(directory, reader.read('image_encoder'), pool)) : undefined,
  };
  return { facts, networks };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function vaeEncoder({ graph, cache }: ReadPart, latentChannels: number, device: Device, pool: SessionPool): VaeNetwork {
  const { model, moments } = momentsEncoder(graph, latentChannels);
  const input = model.proto.graph.input[0]!.name;
  return new VaeNetwork({ name: 'encoder', model, input, output: moments, cache }, pool, device);
}

function vaeDecoder({ graph, cache }: ReadPart, device: Device, pool: SessionPool): VaeNetwork {
  const model = floatBorders(graph);
  const { input, output } = model.proto.graph;
  const names = { input: input[0]!.name, output: output[0]!.name };
  return new VaeNetwork({ name: 'decoder', model, ...names, cache }, pool, device);
}

function imageEncoder(directory: string, { source, graph, cache }: ReadPart, pool: SessionPool): ImageNetwork {
  return new ImageNetwork(floatBorders(graph), readImageSettings(directory, source), cache, pool);
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

function cacheDirectory({ cacheDirectory: chosen }: LoadOptions): string | undefined {
  if (chosen === false) return undefined;
  return chosen ?? (process.env.FACET_CACHE || join('.facet', 'cache'));
}

function threadsFromEnvironment(): number {
  const text = process.env.FACET_THREADS;
  if (!text) return availableParallelism();
  const threads = Number(text);
  if (Number.isInteger(threads) && threads > 0) return threads;
  throw new ModelError(
    'bad-argument',
    `FACET_THREADS is '${text}'; it should be a whole number of threads, 1 or more.`,
  );
}
