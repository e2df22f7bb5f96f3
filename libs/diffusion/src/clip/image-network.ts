import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OnnxModel } from '@facet/onnx';
import { readSafetensors, SafetensorsError } from '@facet/safetensors';
import { ModelError } from '../model-error.ts';
import { foldPart } from '../parts/fold-part.ts';
import { positiveInteger, readConfig, readOptionalJson, type Json } from '../parts/folder.ts';
import type { GraphCache } from '../parts/graph-cache.ts';
import { squareResize } from './resize.ts';
import type { SessionPool } from '../sessions/session-pool.ts';
import type { Tensor } from '../types.ts';

/** Normalisation of OpenAI's CLIP image encoders, for folders without a preprocessor_config.json. */
const CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073];
const CLIP_STD = [0.26862954, 0.26130258, 0.27577711];

/** What stands beside the image encoder's graph. */
export interface ImageSettings {
  readonly size: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** [projection, hidden]: a text embedding is the pooled hidden state times its transpose. */
  readonly textProjection: Tensor | undefined;
  /** What training multiplied similarities by before their softmax. */
  readonly similarityScale: number;
}

/** Where CLIP's training ends, for files that do not say. */
const CLIP_SCALE = 100;

/** @throws {ModelError} `missing-file` or `corrupt-file` */
export function readImageSettings(directory: string, graph: OnnxModel): ImageSettings {
  const folder = join(directory, 'image_encoder');
  const preprocessor =
    readOptionalJson(join(folder, 'preprocessor_config.json')) ??
    readOptionalJson(join(directory, 'feature_extractor', 'preprocessor_config.json'));
  const config = readConfig(directory, 'image_encoder');
  const fixed = graph.proto.graph.input[0]?.type?.tensorType?.shape?.dim[2]?.dimValue;
  const size = fixed ?? cropSize(preprocessor) ?? positiveInteger(config, 'image_size') ?? 224;
  return {
    size,
    mean: numbers(preprocessor?.image_mean) ?? CLIP_MEAN,
    std: numbers(preprocessor?.image_std) ?? CLIP_STD,
    ...readTextSide(join(folder, 'text_projection.safetensors')),
  };
}

/** The projection in a file beside the image encoder, undefined when there is none, and the scale (its logarithm is stored). */
function readTextSide(path: string): Pick<ImageSettings, 'textProjection' | 'similarityScale'> {
  if (!existsSync(path)) return { textProjection: undefined, similarityScale: CLIP_SCALE };
  try {
    const tensors = [...readSafetensors(readFileSync(path), path).tensors];
    const logarithm = tensors.find(([name]) => name.includes('logit_scale'))?.[1].data[0];
    return {
      textProjection: tensors.find(([name, { dims }]) => name.includes('text_projection') && dims.length === 2)?.[1],
      similarityScale: logarithm === undefined ? CLIP_SCALE : Math.exp(logarithm),
    };
  } catch (cause) {
    if (!(cause instanceof SafetensorsError)) throw cause;
    throw new ModelError('corrupt-file', `${cause.message} Copy the model again.`, { cause });
  }
}

function cropSize(preprocessor: Json | undefined): number | undefined {
  const crop = preprocessor?.crop_size ?? preprocessor?.size;
  if (typeof crop === 'number') return crop;
  if (typeof crop !== 'object' || crop === null) return undefined;
  return positiveInteger(crop as Json, 'height') ?? positiveInteger(crop as Json, 'shortest_edge');
}

function numbers(value: unknown): readonly number[] | undefined {
  return Array.isArray(value) && value.length === 3 && value.every((each) => typeof each === 'number')
    ? (value as number[])
    : undefined;
}

/** A CLIP image encoder: pictures to unit-length embeddings. */
export class ImageNetwork {
  readonly settings: ImageSettings;
  readonly #model: OnnxModel;
  readonly #cache: GraphCache;
  readonly #pool: SessionPool;

  constructor(model: OnnxModel, settings: ImageSettings, cache: GraphCache, pool: SessionPool) {
    this.settings = settings;
    this.#model = model;
    this.#cache = cache;
    this.#pool = pool;
  }

  async embed(rgb: Tensor): Promise<Float32Array[]> {
    const { graph } = this.#model.proto;
    const input = graph.input[0]!.name;
    const output = (graph.output.find((each) => each.name === 'image_embeds') ?? graph.output[0]!).name;
    const { size } = this.settings;
    const pixels = this.#normalised(squareResize(rgb, size));
    const dims = [1, 3, size, size];
    const rowLength = 3 * size * size;
    const make = (): Promise<OnnxModel> =>
      this.#cache.get('image-1', () => foldPart('image encoder', this.#model, { [input]: dims }));
    const embeddings: Float32Array[] = [];
    for (let n = 0; n < (rgb.dims[0] ?? 0); n++) {
      const feeds = { [input]: { data: pixels.subarray(n * rowLength, (n + 1) * rowLength), dims } };
      const results = await this.#pool.use('image-1', make, (network) => network.run(feeds, [output]));
      embeddings.push(unit(results[output]!.data));
    }
    return embeddings;
  }

  /** Pixels in [-1, 1] to what the encoder was trained on: (value in [0, 1] - mean) / std. */
  #normalised({ data, dims }: Tensor): Float32Array {
    const { mean, std } = this.settings;
    const plane = dims[2]! * dims[3]!;
    return data.map((value, at) => {
      const channel = Math.floor(at / plane) % 3;
      return ((value + 1) / 2 - mean[channel]!) / std[channel]!;
    });
  }
}

/** Text embeddings [n][projection]: `pooled` [n, hidden] through the projection, at unit length. */
export function projectText(pooled: Float32Array, projection: Tensor): Float32Array[] {
  const [outputs = 0, hidden = 0] = projection.dims;
  if (pooled.length % hidden !== 0) {
    const message = `The text projection takes vectors of ${hidden} numbers, which the text encoder does not give.`;
    throw new ModelError('corrupt-file', message);
  }
  return Array.from({ length: pooled.length / hidden }, (_, n) => {
    const vector = new Float32Array(outputs);
    for (let row = 0; row < outputs; row++) {
      let sum = 0;
      for (let at = 0; at < hidden; at++) sum += projection.data[row * hidden + at]! * pooled[n * hidden + at]!;
      vector[row] = sum;
    }
    return unit(vector);
  });
}

/** Vectors side by side, each of unit length. */
export const unitRows = (data: Float32Array, width: number): Float32Array[] =>
  Array.from({ length: data.length / width }, (_, row) => unit(data.subarray(row * width, (row + 1) * width)));

function unit(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}
