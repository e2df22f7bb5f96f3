import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readFloats, type OnnxModel } from '@facet/onnx';
import { loadTokenizer } from '../tokenizer/tokenizer.ts';
import { chooseDevice } from './device.ts';
import { ModelError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import { checkFolder, hasPart, partPath, positiveInteger, readConfig, readOptionalJson, readPart } from './folder.ts';
import type { Json, Part } from './folder.ts';
import { GraphCache } from './graph-cache.ts';
import { computesInHalf, halfToFloat } from './half-to-float.ts';
import { ImageNetwork, readImageSettings } from './image-network.ts';
import { FacetModel } from './model.ts';
import { SessionPool } from './session-pool.ts';
import { cutTextEncoder } from './text-graph.ts';
import { TextNetwork } from './text-network.ts';
import type { Device, DiffusionModel, LoadOptions } from './types.ts';
import { checkUnet, prepareUnet } from './unet-graph.ts';
import { describeLayers } from './unet-layers.ts';
import { UnetNetwork } from './unet-network.ts';
import { momentsEncoder } from './vae-graph.ts';
import { VaeNetwork } from './vae-network.ts';

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
  checkFolder(directory);
  const device = await chooseDevice(options.device);
  const pool = new SessionPool({ device, threads: options.threads ?? threadsFromEnvironment() });
  const cacheRoot = cacheDirectory(options);
  const cacheFor = (part: Part, source: OnnxModel): GraphCache =>
    new GraphCache(cacheRoot, partPath(directory, part), source);

  const unetSource = readPart(directory, 'unet');
  const unetConfig = readConfig(directory, 'unet');
  const sizes = checkUnet(unetSource, directory);
  const textSource = readPart(directory, 'text_encoder');
  const cut = cutTextEncoder(forDevice(textSource, device));
  const contextLength = contextLengthOf(directory, textSource);
  const text = new TextNetwork(cut, contextLength, sizes.contextWidth, cacheFor('text_encoder', textSource), pool);

  const isHalf = device !== 'cpu' && computesInHalf(unetSource);
  const unetCache = cacheFor('unet', unetSource);
  const variant = isHalf ? 'half' : 'float';
  const prepared = await prepareUnet(unetCache, variant, () => forDevice(unetSource, device));
  const unet = new UnetNetwork({ ...prepared, ...sizes, layerCount: prepared.layers.length, isHalf }, unetCache, pool);
  const fixedSize = unetSource.proto.graph.input.find(({ name }) => name === 'sample')?.type?.tensorType?.shape?.dim[2];
  const defaultLatentSize = fixedSize?.dimValue ?? positiveInteger(unetConfig, 'sample_size') ?? DEFAULT_LATENT_SIZE;
  const shape = { batch: 1, height: defaultLatentSize, width: defaultLatentSize, contextLength };
  const folded = await unet.forwardGraph(shape);
  const layers = describeLayers(folded, prepared.layers, defaultLatentSize ** 2);

  const vaeConfig = readConfig(directory, 'vae_decoder') ?? readConfig(directory, 'vae_encoder');
  const schedulerConfig = readOptionalJson(join(directory, 'scheduler', 'scheduler_config.json')) ?? {};
  return new FacetModel({
    directory,
    fingerprint: fingerprint(textSource, cut.table, unetSource),
    device,
    layers,
    tokenizer: await loadTokenizer(join(directory, 'tokenizer'), contextLength),
    table: { data: readFloats(textSource, cut.table), dims: cut.table.dims },
    latentChannels: sizes.latentChannels,
    defaultLatentSize,
    vaeScale: vaeScaleOf(vaeConfig),
    latentMultiple: Math.round(1 / Math.min(...layers.map((layer) => layer.resolution))),
    scalingFactor: typeof vaeConfig?.scaling_factor === 'number' ? vaeConfig.scaling_factor : DEFAULT_SCALING,
    schedulerConfig,
    text,
    unet,
    pool,
    encoder: () => vaeEncoder(directory, sizes.latentChannels, device, pool, cacheFor),
    decoder: () => vaeDecoder(directory, device, pool, cacheFor),
    image: hasPart(directory, 'image_encoder') ? () => imageEncoder(directory, device, pool, cacheFor) : undefined,
  });
}

type CacheFor = (part: Part, source: OnnxModel) => GraphCache;

function vaeEncoder(
  directory: string,
  latentChannels: number,
  device: Device,
  pool: SessionPool,
  cacheFor: CacheFor,
): VaeNetwork {
  const source = readPart(directory, 'vae_encoder');
  const { model, moments } = momentsEncoder(forDevice(source, device), latentChannels);
  const input = model.proto.graph.input[0]!.name;
  const cache = cacheFor('vae_encoder', source);
  return new VaeNetwork({ name: 'encoder', model, input, output: moments, cache }, pool, device);
}

function vaeDecoder(directory: string, device: Device, pool: SessionPool, cacheFor: CacheFor): VaeNetwork {
  const source = readPart(directory, 'vae_decoder');
  const model = forDevice(source, device);
  const { input, output } = model.proto.graph;
  const cache = cacheFor('vae_decoder', source);
  const names = { input: input[0]!.name, output: output[0]!.name };
  return new VaeNetwork({ name: 'decoder', model, ...names, cache }, pool, device);
}

function imageEncoder(directory: string, device: Device, pool: SessionPool, cacheFor: CacheFor): ImageNetwork {
  const source = readPart(directory, 'image_encoder');
  const settings = readImageSettings(directory, source);
  return new ImageNetwork(forDevice(source, device), settings, cacheFor('image_encoder', source), pool);
}

/** A CPU computes float16 graphs in float32; a card keeps them. */
function forDevice(source: OnnxModel, device: Device): OnnxModel {
  return device === 'cpu' && computesInHalf(source) ? halfToFloat(source) : source;
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
