import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path';
import type { DiffusionModel } from '@facet/diffusion';
import type { TokenName } from '../attributes.ts';
import { makeGrid } from '../attribution/cells.ts';
import type { AttributionMap } from '../attribution/schema.ts';
import { stageCount } from '../attribution/stages.ts';
import { InversionError } from '../errors.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { readSafetensors, type NamedTensor } from '@facet/safetensors';
import { readBytes } from './token-file.ts';
import { PickledTensor, readTorchFile } from './torch-file.ts';

export interface ImportOptions {
  /** Which token it becomes, and which word stands for it in a cell where it is inactive. Default `token`. */
  readonly as?: TokenName;
  readonly word: string;
  /** Read .pt and .bin files too, with the restricted pickle reader. Default false. */
  readonly allowPickle?: boolean;
}

type ImportModel = Pick<DiffusionModel, 'fingerprint' | 'directory' | 'embeddingWidth' | 'layers'>;

/**
 * Reads an embedding of another tool: single-key or P+ `.safetensors`, and with `allowPickle` the `.pt` of the
 * AUTOMATIC1111 web UI and the `.bin` of diffusers. The token is active in all cells (P+: each vector in its layer).
 *
 * Such files do not say which model they belong to; the width is checked, the rest is the user's word. Embeddings of
 * several vectors that are not P+ are refused: they stand for several words of a prompt, not for one attribute.
 *
 * @throws InversionError `unsupported-format`, `unsafe-pickle`, `corrupt-file`, `fingerprint-mismatch` (wrong width).
 */
export async function importTokens(
  path: string,
  model: ImportModel,
  map: AttributionMap,
  options: ImportOptions,
): Promise<TokenSet> {
  const bytes = await readBytes(path);
  const vectors = embeddingVectors(await tensorsOf(path, bytes, options.allowPickle ?? false), path, model);
  const perLayer = vectors.length > 1;
  return {
    fingerprint: model.fingerprint,
    modelName: basename(model.directory),
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
        cells: makeGrid(stageCount(map.stageBounds), model.layers.length, (_, layer) => (perLayer ? layer : 0)),
        initialWord: options.word,
        fallbackWord: options.word,
      },
    ],
  };
}

async function tensorsOf(path: string, bytes: Uint8Array, allowPickle: boolean): Promise<Map<string, NamedTensor>> {
  const extension = extname(path).toLowerCase();
  if (extension === '.safetensors') return new Map(readSafetensors(bytes, path).tensors);
  if (extension !== '.pt' && extension !== '.bin')
    throw new InversionError(
      'unsupported-format',
      `${path} is no embedding file: .safetensors, or .pt and .bin when pickles are allowed.`,
    );
  if (!allowPickle)
    throw new InversionError(
      'unsupported-format',
      `${path} is a pickle. Ask for it as .safetensors, or allow pickles; then only its tensors are read.`,
    );
  const content = readTorchFile(bytes, path);
  if (!(content instanceof Map))
    throw new InversionError('unsupported-format', `${path} holds no embedding: it is not a dict.`);
  // The web UI nests its tensors under string_to_param; diffusers has them at the top.
  const holder: unknown = content.get('string_to_param') ?? content;
  if (!(holder instanceof Map))
    throw new InversionError('unsupported-format', `${path} holds no embedding: string_to_param is not a dict.`);
  const tensors = new Map<string, NamedTensor>();
  for (const [key, value] of holder as Map<unknown, unknown>)
    if (typeof key === 'string' && value instanceof PickledTensor) tensors.set(key, value.read(path));
  return tensors;
}

/** One vector, or one per layer when the keys end in -0, -1, ... for all layers of the model. */
function embeddingVectors(tensors: ReadonlyMap<string, NamedTensor>, path: string, model: ImportModel): Float32Array[] {
  if (tensors.size === 0) throw new InversionError('unsupported-format', `${path} holds no tensor.`);
  const ordered = tensors.size === 1 ? [...tensors.values()] : perLayerTensors(tensors, path, model.layers.length);
  return ordered.map(({ dims, data }) => {
    const width = dims.at(-1) ?? 0;
    if (width !== model.embeddingWidth)
      throw new InversionError(
        'fingerprint-mismatch',
        `${path} is for a model whose tokens have ${width} numbers; ${basename(model.directory)} (fingerprint ${model.fingerprint.slice(0, 12)}) has ${model.embeddingWidth}.`,
      );
    if (data.length !== width)
      throw new InversionError(
        'unsupported-format',
        `${path} has ${data.length / width} vectors for one token. Only embeddings of one vector, or of one per layer, can be imported.`,
      );
    return data;
  });
}

function perLayerTensors(tensors: ReadonlyMap<string, NamedTensor>, path: string, layers: number): NamedTensor[] {
  const byLayer = new Map([...tensors].map(([key, tensor]) => [Number(/-(\d+)$/.exec(key)?.[1] ?? NaN), tensor]));
  const ordered = Array.from({ length: layers }, (_, layer) => byLayer.get(layer));
  if (tensors.size !== layers || ordered.some((tensor) => tensor === undefined))
    throw new InversionError(
      'unsupported-format',
      `${path} has ${tensors.size} keys (${[...tensors.keys()].slice(0, 4).join(', ')}, ...). One key is a single token; a P+ token for this model has ${layers} keys ending in -0 to -${layers - 1}.`,
    );
  return ordered as NamedTensor[];
}
