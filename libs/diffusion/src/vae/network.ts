import { normaliseByRows, splitAttention } from '@facet/autodiff';
import type { Device } from '@facet/base';
import type { OnnxModel } from '@facet/onnx';
import { batches, rows } from '../sessions/batches.ts';
import { ModelError } from '../model-error.ts';
import { foldPart } from '../parts/fold-part.ts';
import type { GraphCache } from '../parts/graph-cache.ts';
import type { SessionPool, SessionSource } from '../sessions/session-pool.ts';
import type { Tensor } from '../types.ts';
import { inTiles, isTiled, seenDims, type Tiling } from './tiles.ts';

export interface VaeHalf {
  readonly name: 'encoder' | 'decoder';
  readonly model: OnnxModel;
  readonly input: string;
  readonly output: string;
  readonly cache: GraphCache;
}

/** Pictures of more pixels than this, or latents of such pictures, go through the autoencoder in tiles. */
const PIXELS_MAX = 1024 * 1024;

/**
 * Tiles for both halves of an autoencoder.
 * @param latentSize of a side of the pictures that the model was trained on: that of a tile, as in diffusers
 * @param scale pixels along a side for each place of the latents
 */
export function tilingOf(latentSize: number, scale: number): Record<VaeHalf['name'], Tiling> {
  const [small, large] = [latentSize, latentSize * scale];
  return {
    encoder: { side: large, resultSide: small, placesMax: PIXELS_MAX },
    decoder: { side: small, resultSide: large, placesMax: PIXELS_MAX / scale ** 2 },
  };
}

/** One half of the autoencoder; a session per picture size. */
export class VaeNetwork {
  readonly #half: VaeHalf;
  readonly #pool: SessionPool;
  readonly #sizes: readonly number[];
  readonly #tiling: Tiling;

  constructor(half: VaeHalf, pool: SessionPool, device: Device, tiling: Tiling) {
    this.#half = half;
    this.#pool = pool;
    this.#tiling = tiling;
    // On a CPU a batch is no faster than one by one and only takes more memory.
    this.#sizes = device === 'cpu' ? [1] : [4, 1];
  }

  /** The session for inputs of these dimensions, or for their largest tiles. */
  session(inputDims: readonly number[]): SessionSource {
    const { name, cache, model, input } = this.#half;
    const dims = seenDims(inputDims, this.#tiling);
    const key = `${name}-${dims.join('x')}`;
    const fold = async (): Promise<OnnxModel> =>
      normaliseByRows(splitAttention(await foldPart(`VAE ${name}`, model, { [input]: dims })));
    return { name: `vae-${key}`, make: () => cache.get(key, fold) };
  }

  /** Applies the network to each sample of [n, channels, height, width], a large one in tiles. */
  run(input: Tensor): Promise<Tensor> {
    return isTiled(input, this.#tiling)
      ? inTiles(input, this.#tiling, (tile) => this.#whole(tile))
      : this.#whole(input);
  }

  async #whole(input: Tensor): Promise<Tensor> {
    const { name } = this.#half;
    const [count = 0, ...rest] = input.dims;
    const rowLength = rest.reduce((product, dim) => product * dim, 1);
    let data: Float32Array | undefined;
    let outputDims: readonly number[] = [];
    for (const { start, size } of batches(count, this.#sizes)) {
      const dims = [size, ...rest];
      const session = this.session(dims);
      const feeds = { [this.#half.input]: { data: rows(input.data, rowLength, start, size), dims } };
      const results = await this.#pool.use(session.name, session.make, (network) =>
        network.run(feeds, [this.#half.output]),
      );
      const result = results[this.#half.output]!;
      const [, ...resultRest] = result.dims;
      outputDims = [count, ...resultRest];
      const resultRow = result.data.length / size;
      data ??= new Float32Array(count * resultRow);
      data.set(result.data, start * resultRow);
    }
    if (!data) throw new ModelError('bad-argument', 'There is no picture in the batch.');
    if (!data.every(Number.isFinite)) {
      const message = `The VAE ${name} gave numbers that are not finite. Some float16 VAEs overflow; use the float32 export of this VAE.`;
      throw new ModelError('not-finite', message);
    }
    return { data, dims: outputDims };
  }
}

/** The mean of the posterior, the first half of the moments' channels, times `scale`. */
export function scaledMean(moments: Tensor, scale: number): Tensor {
  const [count = 0, channels = 0, height = 0, width = 0] = moments.dims;
  const row = (channels / 2) * height * width;
  const data = new Float32Array(count * row);
  for (let n = 0; n < count; n++) {
    for (let at = 0; at < row; at++) data[n * row + at] = moments.data[n * 2 * row + at]! * scale;
  }
  return { data, dims: [count, channels / 2, height, width] };
}
