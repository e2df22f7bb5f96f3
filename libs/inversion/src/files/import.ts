import type { TokenName } from '@facet/base';
import { createHash } from 'node:crypto';
import type { DiffusionModel } from '@facet/diffusion';
import { readSafetensors, type NamedTensor } from '@facet/safetensors';
import { makeGrid } from '../attribution/cells.ts';
import type { AttributionMap } from '../attribution/schema.ts';
import { stageCount } from '../attribution/stages.ts';
import { InversionError } from '../errors.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { identityOf, type Identified, type KnownModel } from '../fingerprint.ts';
import { ENCODER_KEYS } from './encoder-parts.ts';
import { isSafetensors, readBytes } from './token-file.ts';
import { PickledTensor, readTorchFile } from './torch-file.ts';
import { assertUsable } from './usable.ts';

export interface ImportOptions {
  /** Which token it becomes, and which word stands for it in a cell where it is inactive. Default `token`. */
  readonly as?: TokenName;
  readonly word: string;
  /** Read .pt and .bin files too, with the restricted pickle reader. Default false. */
  readonly allowPickle?: boolean;
}

/** What has to be known of the model that a token comes to. */
export interface EmbeddingModel extends KnownModel {
  /** Numbers in one vector. */
  readonly embeddingWidth: number;
  /** Cross-attention layers. */
  readonly layerCount: number;
}

/** An embedding of another tool from a file; see `importEmbedding`. Throws also `io`. */
export async function importTokens(
  path: string,
  from: Identified & Pick<DiffusionModel, 'embeddingWidth' | 'layers'>,
  map: AttributionMap,
  options: ImportOptions,
): Promise<TokenSet> {
  const model = { ...identityOf(from), embeddingWidth: from.embeddingWidth, layerCount: from.layers.length };
  return importEmbedding(await readBytes(path), path, model, map, options);
}

/**
 * Reads an embedding of another tool: single-key or P+ `.safetensors` (kohya's names of layers too), and with `allowPickle` the `.pt` of the
 * AUTOMATIC1111 web UI and of the original code of latent diffusion, the `.bin` of diffusers, and a tensor by itself. The token is active in all cells (P+: each vector in its layer).
 * `origin` names the file in errors; what it is, its bytes say.
 *
 * Such files do not say which model they belong to; the width is checked, the rest is the user's word. Embeddings of
 * several vectors that are not P+ are refused: they stand for several words of a prompt, not for one attribute.
 *
 * @throws InversionError `unsupported-format`, `unsafe-pickle`, `corrupt-file`, `fingerprint-mismatch` (wrong width);
 * SafetensorsError.
 */
export function importEmbedding(
  bytes: Uint8Array,
  origin: string,
  model: EmbeddingModel,
  map: AttributionMap,
  options: ImportOptions,
): TokenSet {
  const vectors = embeddingVectors(tensorsOf(bytes, origin, model, options.allowPickle ?? false), origin, model);
  const perLayer = vectors.length > 1;
  return {
    fingerprint: model.fingerprint,
    modelName: model.modelName,
    method: 'import',
    steps: 0,
    seed: 0,
    imageHash: createHash('sha256').update(bytes).digest('hex'),
    objectWord: options.word,
    objectWordOrigin: 'given',
    palette: [],
    map,
    stageBounds: map.stageBounds,
    tokens: [
      {
        name: options.as ?? 'token',
        vectors,
        cells: makeGrid(stageCount(map.stageBounds), model.layerCount, (_, layer) => (perLayer ? layer : 0)),
        initialWord: options.word,
        fallbackWord: options.word,
      },
    ],
  };
}

/** One for each layer of the largest models, and what other tools add. */
const MAX_TENSORS = 1_000;

/** Not a single number, such as the steps of its training, which other tools keep beside an embedding. */
const isVector = ({ dims }: { readonly dims: readonly number[] }): boolean => dims.length > 0;

/** A zip file, or a pickle of protocol 2 or later. */
const isTorch = (bytes: Uint8Array): boolean => (bytes[0] === 0x50 && bytes[1] === 0x4b) || bytes[0] === 0x80;

function tensorsOf(
  bytes: Uint8Array,
  origin: string,
  { layerCount }: EmbeddingModel,
  allowPickle: boolean,
): ReadonlyMap<string, NamedTensor> {
  // In this order: the header's length may well begin like a pickle, but no pickle has a brace there.
  if (isSafetensors(bytes))
    return readSafetensors(bytes, origin, { maxTensors: MAX_TENSORS, isWanted: isVector }).tensors;
  if (!isTorch(bytes))
    throw new InversionError(
      'unsupported-format',
      `${origin} is no embedding file: .safetensors, or .pt and .bin when pickles are allowed.`,
    );
  if (!allowPickle)
    throw new InversionError(
      'unsupported-format',
      `${origin} is a pickle. Ask for it as .safetensors, or allow pickles; then only its tensors are read.`,
    );
  const content = readTorchFile(bytes, origin);
  if (content instanceof PickledTensor) return new Map([['', content.read(origin)]]);
  if (!(content instanceof Map))
    throw new InversionError('unsupported-format', `${origin} holds no embedding: it is neither a dict nor a tensor.`);
  // The web UI nests its tensors under string_to_param; diffusers has them at the top.
  const holder: unknown = content.get('string_to_param') ?? content;
  if (!(holder instanceof Map))
    throw new InversionError('unsupported-format', `${origin} holds no embedding: string_to_param is not a dict.`);
  const pickled = new Map<string, PickledTensor>();
  for (const [key, value] of holder as Map<unknown, unknown>)
    if (typeof key === 'string' && value instanceof PickledTensor && isVector(value)) pickled.set(key, value);
  // Before they are read: any number of them can share one storage.
  if (pickled.size > 1) checkKeys([...pickled.keys()], origin, layerCount);
  return new Map([...pickled].map(([key, tensor]) => [key, tensor.read(origin)]));
}

/** One vector, of two parts for two text encoders; or one per layer when the keys are those of all layers of the model. */
function embeddingVectors(
  tensors: ReadonlyMap<string, NamedTensor>,
  origin: string,
  { fingerprint, modelName, embeddingWidth, layerCount }: EmbeddingModel,
): Float32Array[] {
  if (tensors.size === 0) throw new InversionError('unsupported-format', `${origin} holds no tensor.`);
  if (tensors.size > 1) checkKeys([...tensors.keys()], origin, layerCount);
  if (hasEncoderParts([...tensors.keys()])) return [joinedParts(tensors, origin, { modelName, embeddingWidth })];
  const layers = layersOf([...tensors.keys()]);
  const ordered = [...tensors.values()].map((tensor, at) => ({ tensor, layer: layers[at]! }));
  ordered.sort((a, b) => a.layer - b.layer);
  return ordered.map(({ tensor: { dims, data } }) => {
    const width = dims.at(-1) ?? 0;
    if (width !== embeddingWidth)
      throw new InversionError(
        'fingerprint-mismatch',
        `${origin} is for a model whose tokens have ${width} numbers; ${modelName} (fingerprint ${fingerprint.slice(0, 12)}) has ${embeddingWidth}.`,
      );
    assertUsable(data, origin);
    if (data.length !== width) throw severalVectors(origin, data.length / width);
    return data;
  });
}

const hasEncoderParts = (keys: readonly string[]): boolean =>
  keys.length === ENCODER_KEYS.length && ENCODER_KEYS.every((key) => keys.includes(key));

/** The two parts of an embedding for Stable Diffusion XL as one vector. */
function joinedParts(
  tensors: ReadonlyMap<string, NamedTensor>,
  origin: string,
  { modelName, embeddingWidth }: Pick<EmbeddingModel, 'modelName' | 'embeddingWidth'>,
): Float32Array {
  const parts = ENCODER_KEYS.map((key) => tensors.get(key)!);
  const widths = parts.map(({ dims }) => dims.at(-1) ?? 0);
  const [first = 0, second = 0] = widths;
  if (first + second !== embeddingWidth)
    throw new InversionError(
      'fingerprint-mismatch',
      `${origin} is an embedding for Stable Diffusion XL (${ENCODER_KEYS.join(' and ')}, ${widths.join(' and ')} numbers); the tokens of ${modelName} have ${embeddingWidth}.`,
    );
  const joined = new Float32Array(embeddingWidth);
  for (const [at, { data }] of parts.entries()) {
    assertUsable(data, origin);
    if (data.length !== widths[at]) throw severalVectors(origin, data.length / widths[at]!);
    joined.set(data, at === 0 ? 0 : first);
  }
  return joined;
}

const severalVectors = (origin: string, count: number): InversionError =>
  new InversionError(
    'unsupported-format',
    `${origin} has ${count} vectors for one token. Only embeddings of one vector, or of one per layer, can be imported.`,
  );

/** The layers of Stable Diffusion 1.x and 2.x as kohya's scripts call them (XTI), in forward order. */
const XTI_LAYERS = 'IN01 IN02 IN04 IN05 IN07 IN08 MID OUT03 OUT04 OUT05 OUT06 OUT07 OUT08 OUT09 OUT10 OUT11'.split(' ');

/** Which layer each of the keys is for, NaN where it does not say. */
function layersOf(keys: readonly string[]): number[] {
  if (keys.every((key) => XTI_LAYERS.includes(key))) return keys.map((key) => XTI_LAYERS.indexOf(key));
  return keys.map((key) => Number(/-(\d+)$/.exec(key)?.[1] ?? NaN));
}

/** Several keys are the parts of two text encoders, the P+ form, or nothing that can be imported. */
function checkKeys(keys: readonly string[], origin: string, layerCount: number): void {
  if (hasEncoderParts(keys)) return;
  const layers = new Set(layersOf(keys));
  if (keys.length === layerCount && keys.every((_, layer) => layers.has(layer))) return;
  throw new InversionError(
    'unsupported-format',
    `${origin} has ${keys.length} keys (${keys.slice(0, 4).join(', ')}, ...). One key is a single token; a P+ token for this model has ${layerCount} keys ending in -0 to -${layerCount - 1}${layerCount === XTI_LAYERS.length ? ', or called IN01 to OUT11' : ''}.`,
  );
}
