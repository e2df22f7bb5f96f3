import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { ModelError } from './errors.ts';
import { projectText, type ImageNetwork } from './clip/image-network.ts';
import type { SessionPool } from './sessions/session-pool.ts';
import type { TextNetwork } from './text/network.ts';
import type { CrossAttentionLayer, Device, DiffusionModel, LossGradient, SchedulerConfig, Tensor } from './types.ts';
import type { TextEncoding, TextGradient, UnetWeight, WeightValues } from './types.ts';
import type { UnetNetwork } from './unet/network.ts';
import { scaledMean, type VaeNetwork } from './vae/network.ts';

/** What `loadModel` gathers; networks that not every job needs are read on first use. */
export interface ModelParts {
  readonly directory: string;
  readonly fingerprint: string;
  readonly device: Device;
  readonly layers: readonly CrossAttentionLayer[];
  readonly tokenizer: Tokenizer;
  readonly table: Tensor;
  readonly latentChannels: number;
  readonly defaultLatentSize: number;
  readonly vaeScale: number;
  readonly latentMultiple: number;
  readonly scalingFactor: number;
  readonly schedulerConfig: SchedulerConfig;
  readonly text: TextNetwork;
  readonly unet: UnetNetwork;
  readonly pool: SessionPool;
  /** Called more than once; the network is made at the first call. */
  readonly encoder: () => VaeNetwork;
  readonly decoder: () => VaeNetwork;
  readonly image: (() => ImageNetwork) | undefined;
}

export class FacetModel implements DiffusionModel {
  readonly directory: string;
  readonly fingerprint: string;
  readonly device: Device;
  readonly layers: readonly CrossAttentionLayer[];
  readonly tokenizer: Tokenizer;
  readonly contextLength: number;
  readonly vocabularySize: number;
  readonly embeddingWidth: number;
  readonly hiddenWidth: number;
  readonly latentChannels: number;
  readonly defaultLatentSize: number;
  readonly vaeScale: number;
  readonly latentMultiple: number;
  readonly scalingFactor: number;
  readonly schedulerConfig: SchedulerConfig;
  readonly weights: readonly UnetWeight[];
  readonly hasImageEncoder: boolean;
  readonly #parts: ModelParts;

  constructor(parts: ModelParts) {
    this.directory = parts.directory;
    this.fingerprint = parts.fingerprint;
    this.device = parts.device;
    this.layers = parts.layers;
    this.tokenizer = parts.tokenizer;
    this.contextLength = parts.text.contextLength;
    this.vocabularySize = parts.table.dims[0]!;
    this.embeddingWidth = parts.text.embeddingWidth;
    this.hiddenWidth = parts.text.hiddenWidth;
    this.latentChannels = parts.latentChannels;
    this.defaultLatentSize = parts.defaultLatentSize;
    this.vaeScale = parts.vaeScale;
    this.latentMultiple = parts.latentMultiple;
    this.scalingFactor = parts.scalingFactor;
    this.schedulerConfig = parts.schedulerConfig;
    this.weights = parts.unet.weights;
    this.hasImageEncoder = parts.image !== undefined;
    this.#parts = parts;
  }

  tokenEmbedding(id: number): Float32Array {
    if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize) {
      throw new ModelError('bad-argument', `There is no token ${id}; ids go from 0 to ${this.vocabularySize - 1}.`);
    }
    return this.#parts.table.data.slice(id * this.embeddingWidth, (id + 1) * this.embeddingWidth);
  }

  embed(ids: readonly (readonly number[])[]): Float32Array {
    const result = new Float32Array(ids.length * this.contextLength * this.embeddingWidth);
    let at = 0;
    for (const row of ids) {
      if (row.length !== this.contextLength) {
        throw new ModelError('bad-argument', `A prompt has ${row.length} ids; this model takes ${this.contextLength}.`);
      }
      for (const id of row) {
        result.set(this.tokenEmbedding(id), at);
        at += this.embeddingWidth;
      }
    }
    return result;
  }

  encodeText(embeds: Float32Array, eosPositions?: readonly number[]): Promise<TextEncoding> {
    return this.#parts.text.encode(embeds, eosPositions);
  }

  textGradient(embeds: Float32Array, cotangent: Float32Array): Promise<TextGradient> {
    return this.#parts.text.gradient(embeds, cotangent);
  }

  predict(latents: Tensor, timesteps: readonly number[], contexts: readonly Float32Array[]): Promise<Float32Array> {
    return this.#parts.unet.predict(latents, timesteps, contexts);
  }

  lossGradient(
    latents: Tensor,
    timesteps: readonly number[],
    contexts: readonly Float32Array[],
    target: Float32Array,
    weights: readonly number[],
    wantedLayers?: readonly number[],
    wantedWeights?: readonly string[],
  ): Promise<LossGradient> {
    return this.#parts.unet.lossGradient(latents, timesteps, contexts, target, weights, wantedLayers, wantedWeights);
  }

  weight(name: string): Float32Array {
    return this.#parts.unet.weight(name);
  }

  withWeights(values: WeightValues): DiffusionModel {
    return new FacetModel({ ...this.#parts, unet: this.#parts.unet.withWeights(values) });
  }

  async encodeImage(rgb: Tensor): Promise<Tensor> {
    checkPictures(rgb, this.vaeScale);
    return scaledMean(await this.#parts.encoder().run(rgb), this.scalingFactor);
  }

  async decodeLatents(latents: Tensor): Promise<Tensor> {
    if (latents.dims.length !== 4 || latents.dims[1] !== this.latentChannels) {
      const message = `Latents come as [n, ${this.latentChannels}, height, width]; got [${latents.dims.join(', ')}].`;
      throw new ModelError('bad-argument', message);
    }
    const data = latents.data.map((value) => value / this.scalingFactor);
    const decoded = await this.#parts.decoder().run({ data, dims: latents.dims });
    return { data: decoded.data.map((value) => Math.min(1, Math.max(-1, value))), dims: decoded.dims };
  }

  async imageEmbedding(rgb: Tensor): Promise<Float32Array[]> {
    checkPictures(rgb, 1);
    return this.#imageNetwork().embed(rgb);
  }

  async textEmbedding(ids: readonly (readonly number[])[]): Promise<Float32Array[]> {
    const { textProjection } = this.#imageNetwork().settings;
    if (!textProjection) {
      const message = `${this.directory} has an image encoder but no image_encoder/text_projection.safetensors, so texts and pictures cannot be compared.`;
      throw new ModelError('missing-file', message);
    }
    const positions = ids.map((row) => row.indexOf(this.tokenizer.endId));
    const { pooled } = await this.encodeText(this.embed(ids), positions);
    return projectText(pooled!, textProjection);
  }

  async textImageSimilarity(rgb: Tensor, ids: readonly (readonly number[])[]): Promise<number[][]> {
    const texts = await this.textEmbedding(ids);
    const pictures = await this.imageEmbedding(rgb);
    return pictures.map((picture) =>
      texts.map((text) => text.reduce((sum, value, at) => sum + value * picture[at]!, 0)),
    );
  }

  close(): Promise<void> {
    return this.#parts.pool.close();
  }

  #imageNetwork(): ImageNetwork {
    if (!this.#parts.image) {
      const message = `${this.directory} has no image_encoder/, so pictures cannot be compared with words. Name the object yourself, or add a CLIP image encoder to the folder.`;
      throw new ModelError('missing-file', message);
    }
    return this.#parts.image();
  }
}

function checkPictures(rgb: Tensor, multiple: number): void {
  const [count = 0, channels, height = 0, width = 0] = rgb.dims;
  const size = rgb.dims.reduce((product, dim) => product * dim, 1);
  if (rgb.dims.length !== 4 || channels !== 3 || count === 0 || size !== rgb.data.length) {
    const message = `Pictures come as [n, 3, height, width]; got [${rgb.dims.join(', ')}] with ${rgb.data.length} numbers.`;
    throw new ModelError('bad-argument', message);
  }
  if (height === 0 || width === 0 || height % multiple !== 0 || width % multiple !== 0) {
    const message = `A picture of ${width}x${height} does not fit: both sides must be multiples of ${multiple}. Resize it first.`;
    throw new ModelError('bad-argument', message);
  }
}
