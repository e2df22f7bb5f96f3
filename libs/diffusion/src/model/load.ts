import type { Device } from '@facet/base';
import type { SourceOptions } from '@facet/models';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ImageNetwork } from '../clip/image-network.ts';
import { ModelError } from '../model-error.ts';
import { chooseDevice } from '../sessions/device.ts';
import { checkSide } from '../sampling/size.ts';
import { staysNarrow } from '../sessions/narrow-weights.ts';
import { SessionPool } from '../sessions/session-pool.ts';
import { TextNetwork } from '../text/network.ts';
import { TextTowers } from '../text/towers.ts';
import type { DiffusionModel, LoadOptions, ModelFacts } from '../types.ts';
import { describeLayers } from '../unet/layers.ts';
import { UnetNetwork } from '../unet/network.ts';
import { unetWeights } from '../unet/weights.ts';
import { tilingOf, VaeNetwork } from '../vae/network.ts';
import { assembleModel, type Networks } from './model.ts';
import type { ModelParts } from './model-parts.ts';
import { readOnnxFolder } from './onnx-folder.ts';
import { isWeightFiles, readWeightFiles } from './weight-files.ts';

/**
 * Loads a model: a one-file `.safetensors` checkpoint, a diffusers folder, or a folder in the standard ONNX layout. Checks the
 * files, prepares the graphs (or finds them in the cache) and opens sessions when they are first needed.
 * @throws {ModelError} `missing-file`, `corrupt-file`, `unsupported-model`, `unexpected-graph`, `device-unavailable`
 * @throws {SourceError} what is wrong with a checkpoint or a diffusers folder
 * @throws {TokenizerError} `tokenizer-files`
 * @throws {SamplingError} `bad-size` when the model cannot work with the size that was asked for
 */
export async function loadModel(path: string, options: LoadOptions = {}): Promise<DiffusionModel> {
  const { facts, networks } = await openModel(path, options);
  return assembleModel(facts, networks);
}

/** What `loadModel` finds; no session is open yet. */
export async function openModel(
  path: string,
  options: LoadOptions,
): Promise<{ readonly facts: ModelFacts; readonly networks: Networks }> {
  const device = await chooseDevice(options.device);
  const threads = options.threads ?? threadsFromEnvironment();
  const precision = options.precision ?? (device === 'cpu' ? 'float32' : 'stored');
  const cacheRoot = cacheDirectory(options);
  const { source = {} } = options;
  const isWeights = isWeightFiles(path);
  if (!isWeights && existsSync(path)) refuseOptions(path, source);
  const parts = isWeights
    ? readWeightFiles(path, source, cacheRoot)
    : await readOnnxFolder(path, { cacheRoot, precision });
  const pool = new SessionPool({ device, threads, keepsNarrow: staysNarrow(parts.unet.base) });
  return connect(parts, device, pool, options.size);
}

/** Graphs that somebody exported are as they are. */
function refuseOptions(path: string, source: SourceOptions): void {
  const given = Object.entries(source).flatMap(([key, value]) => (value === undefined ? [] : [key]));
  if (given.length === 0) return;
  const message = `${path} is no checkpoint and no diffusers folder, so nothing can be said of how it is read (${given.join(', ')}). Take the model in one of these forms.`;
  throw new ModelError('bad-argument', message);
}

/** Puts a model's parts behind the sessions of a device. */
async function connect(
  parts: ModelParts,
  device: Device,
  pool: SessionPool,
  size: number | undefined,
): Promise<{ facts: ModelFacts; networks: Networks }> {
  const { contextLength, defaultLatentSize: trainedSize, vaeScale } = parts;
  const text = new TextTowers(
    parts.text.map(
      ({ graph, cache }, at) =>
        new TextNetwork(at === 0 ? 'text' : `text-${at + 1}`, graph, contextLength, cache, pool),
    ),
  );
  const { cache, layers: names, ...network } = parts.unet;
  const layerCount = names.length;
  const weights = unetWeights(network.base, layerCount);
  const unet = new UnetNetwork({ ...network, layerCount, weights, vaeScale }, cache, pool);
  const shape = { batch: 1, height: trainedSize, width: trainedSize, contextLength };
  const layers = describeLayers(await unet.forwardGraph(shape), names, trainedSize ** 2);
  const latentMultiple = Math.round(1 / Math.min(...layers.map((layer) => layer.resolution)));
  if (size !== undefined) checkSide('size', size, latentMultiple * vaeScale);
  const {
    directory,
    path,
    fingerprint,
    formerFingerprints,
    family,
    scalingFactor,
    schedulerConfig,
    preset,
    notes,
    image,
    emptyNegative,
  } = parts;
  const tiling = tilingOf(trainedSize, vaeScale);
  const facts: ModelFacts = {
    directory,
    path,
    fingerprint,
    formerFingerprints,
    family,
    device,
    layers,
    contextLength,
    vocabularySize: parts.text[0]!.table.dims[0]!,
    embeddingWidth: text.embeddingWidth,
    embeddingWidths: text.embeddingWidths,
    hiddenWidth: text.hiddenWidth,
    pooledWidth: network.pooledWidth,
    emptyNegative,
    latentChannels: network.latentChannels,
    defaultLatentSize: size === undefined ? trainedSize : size / vaeScale,
    vaeScale,
    latentMultiple,
    scalingFactor,
    schedulerConfig,
    preset,
    notes,
    weights,
    hasImageEncoder: image !== undefined,
  };
  const networks: Networks = {
    tokenizer: await parts.tokenizer(),
    tables: parts.text.map(({ table, padId }) => ({ ...table, padId })),
    text,
    unet,
    pool,
    encoder: once(() => new VaeNetwork(parts.encoder(), pool, device, tiling.encoder)),
    decoder: once(() => new VaeNetwork(parts.decoder(), pool, device, tiling.decoder)),
    image: image && once(() => imageNetwork(image(), pool)),
  };
  return { facts, networks };
}

const imageNetwork = (
  { model, settings, cache }: ReturnType<NonNullable<ModelParts['image']>>,
  pool: SessionPool,
): ImageNetwork => new ImageNetwork(model, settings, cache, pool);

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
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
