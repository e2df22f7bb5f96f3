import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import { ModelError } from '../model-error.ts';
import { projectText, unitRows, type ImageNetwork } from '../clip/image-network.ts';
import { checkSide } from '../sampling/size.ts';
import type { SessionPool, SessionSource } from '../sessions/session-pool.ts';
import type { TextTowers } from '../text/towers.ts';
import type {
  DiffusionModel,
  LossGradient,
  LossRequest,
  MemoryJob,
  MemoryNeed,
  ModelFacts,
  SessionMemory,
  Tensor,
} from '../types.ts';
import type { PooledCotangent, TextEncoding, TextGradient, WeightValues } from '../types.ts';
import type { UnetNetwork } from '../unet/network.ts';
import { scaledMean, type VaeNetwork } from '../vae/network.ts';

/** What runs behind a model's calls; networks that not every job needs are read on first use. */
export interface Networks {
  readonly tokenizer: Tokenizer;
  readonly tables: readonly TokenTable[];
  readonly text: TextTowers;
  readonly unet: UnetNetwork;
  readonly pool: SessionPool;
  /** Called more than once; the network is made at the first call. */
  readonly encoder: () => VaeNetwork;
  readonly decoder: () => VaeNetwork;
  readonly image: (() => ImageNetwork) | undefined;
}

/** The token embeddings `[vocabularySize, width]` of one text encoder. */
export interface TokenTable extends Tensor {
  /** What fills a prompt up behind its end, where that is not what the tokenizer puts there. */
  readonly padId: number | undefined;
}

/** A model: its facts, and what its networks do. */
export const assembleModel = (facts: ModelFacts, networks: Networks): DiffusionModel =>
  Object.assign(new ModelCalls(facts, networks), facts);

class ModelCalls implements Omit<DiffusionModel, keyof ModelFacts> {
  readonly tokenizer: Tokenizer;
  readonly #facts: ModelFacts;
  readonly #networks: Networks;

  constructor(facts: ModelFacts, networks: Networks) {
    this.tokenizer = networks.tokenizer;
    this.#facts = facts;
    this.#networks = networks;
  }

  tokenEmbedding(id: number): Float32Array {
    this.#requireId(id);
    const result = new Float32Array(this.#facts.embeddingWidth);
    this.#putEmbedding(result, 0, id, false);
    return result;
  }

  embed(ids: readonly (readonly number[])[]): Float32Array {
    const result = new Float32Array(ids.length * this.#facts.contextLength * this.#facts.embeddingWidth);
    let at = 0;
    for (const row of ids) {
      if (row.length !== this.#facts.contextLength) {
        throw new ModelError(
          'bad-argument',
          `A prompt has ${row.length} ids; this model takes ${this.#facts.contextLength}.`,
        );
      }
      const end = row.indexOf(this.tokenizer.endId);
      for (const [place, id] of row.entries()) {
        this.#requireId(id);
        this.#putEmbedding(result, at, id, place > end && id === this.tokenizer.padId);
        at += this.#facts.embeddingWidth;
      }
    }
    return result;
  }

  /** Writes the vectors of a token, one of each text encoder behind the other. */
  #putEmbedding(target: Float32Array, start: number, id: number, isPadding: boolean): void {
    let at = start;
    for (const { data, dims, padId } of this.#networks.tables) {
      const width = dims[1]!;
      const row = isPadding ? (padId ?? id) : id;
      target.set(data.subarray(row * width, (row + 1) * width), at);
      at += width;
    }
  }

  #requireId(id: number): void {
    if (Number.isInteger(id) && id >= 0 && id < this.#facts.vocabularySize) return;
    throw new ModelError(
      'bad-argument',
      `There is no token ${id}; ids go from 0 to ${this.#facts.vocabularySize - 1}.`,
    );
  }

  encodeText(embeds: Float32Array, eosPositions?: readonly number[]): Promise<TextEncoding> {
    return this.#networks.text.encode(embeds, eosPositions);
  }

  textGradient(embeds: Float32Array, cotangent: Float32Array, pooled?: PooledCotangent): Promise<TextGradient> {
    return this.#networks.text.gradient(embeds, cotangent, pooled);
  }

  predict(
    latents: Tensor,
    timesteps: readonly number[],
    contexts: readonly Float32Array[],
    pooled?: Float32Array,
  ): Promise<Float32Array> {
    return this.#networks.unet.predict({ latents, timesteps, contexts, pooled });
  }

  lossGradient(request: LossRequest): Promise<LossGradient> {
    return this.#networks.unet.lossGradient(request);
  }

  weight(name: string): Float32Array {
    return this.#networks.unet.weight(name);
  }

  withWeights(values: WeightValues): DiffusionModel {
    return assembleModel(this.#facts, { ...this.#networks, unet: this.#networks.unet.withWeights(values) });
  }

  atSize(pixels: number): DiffusionModel {
    const { latentMultiple, vaeScale } = this.#facts;
    checkSide('size', pixels, latentMultiple * vaeScale);
    return assembleModel({ ...this.#facts, defaultLatentSize: pixels / vaeScale }, this.#networks);
  }

  async encodeImage(rgb: Tensor): Promise<Tensor> {
    checkPictures(rgb, this.#facts.vaeScale);
    return scaledMean(await this.#networks.encoder().run(rgb), this.#facts.scalingFactor);
  }

  async decodeLatents(latents: Tensor): Promise<Tensor> {
    if (latents.dims.length !== 4 || latents.dims[1] !== this.#facts.latentChannels) {
      const message = `Latents come as [n, ${this.#facts.latentChannels}, height, width]; got [${latents.dims.join(', ')}].`;
      throw new ModelError('bad-argument', message);
    }
    const data = latents.data.map((value) => value / this.#facts.scalingFactor);
    const decoded = await this.#networks.decoder().run({ data, dims: latents.dims });
    return { data: decoded.data.map((value) => Math.min(1, Math.max(-1, value))), dims: decoded.dims };
  }

  async imageEmbedding(rgb: Tensor): Promise<Float32Array[]> {
    checkPictures(rgb, 1);
    return this.#imageNetwork().embed(rgb);
  }

  async textEmbedding(ids: readonly (readonly number[])[], embeds = this.embed(ids)): Promise<Float32Array[]> {
    const { textProjection } = this.#imageNetwork().settings;
    const positions = ids.map((row) => row.indexOf(this.tokenizer.endId));
    const { pooled } = await this.encodeText(embeds, positions);
    // A pooled vector that the U-Net reads went through its projection already.
    if (this.#facts.pooledWidth !== undefined) return unitRows(pooled!, this.#facts.pooledWidth);
    if (!textProjection) {
      const message = `${this.#facts.directory} has an image encoder but no image_encoder/text_projection.safetensors, so texts and pictures cannot be compared.`;
      throw new ModelError('missing-file', message);
    }
    return projectText(pooled!, textProjection);
  }

  similarityScale(): number {
    return this.#imageNetwork().settings.similarityScale;
  }

  async textImageSimilarity(rgb: Tensor, ids: readonly (readonly number[])[]): Promise<number[][]> {
    const texts = await this.textEmbedding(ids);
    const pictures = await this.imageEmbedding(rgb);
    return pictures.map((picture) =>
      texts.map((text) => text.reduce((sum, value, at) => sum + value * picture[at]!, 0)),
    );
  }

  async memoryFor(job: MemoryJob): Promise<MemoryNeed> {
    const { pool } = this.#networks;
    const { rows } = job;
    const { source, others } = this.#sessionsOf(job);
    const ofUnet = await pool.memoryOf(source);
    const ofOthers: SessionMemory[] = [];
    for (const each of others) ofOthers.push(await pool.memoryOf(each));
    return {
      unet: (count) => ({ ...ofUnet, activations: (ofUnet.activations * count) / rows }),
      others: ofOthers,
      open: pool.memoryBeside([source, ...others].map(({ name }) => name)),
      heldBytes: pool.heldBytes(),
    };
  }

  keepOnly(job: MemoryJob): Promise<void> {
    const { source, others } = this.#sessionsOf(job);
    return this.#networks.pool.keepOnly([source, ...others].map(({ name }) => name));
  }

  close(): Promise<void> {
    return this.#networks.pool.close();
  }

  /** That of the U-Net, and those that it takes turns with. */
  #sessionsOf({ kind, rows, height, width, wantedLayers, prompts = 1 }: MemoryJob): {
    readonly source: SessionSource;
    readonly others: readonly SessionSource[];
  } {
    const { text, unet, decoder } = this.#networks;
    const { latentChannels, contextLength } = this.#facts;
    const shape = { batch: rows, height, width, contextLength };
    // Prompts are encoded before pictures are drawn of them, and pictures before something is trained on them.
    return kind === 'draw'
      ? { source: unet.forwardSession(shape), others: [decoder().session([1, latentChannels, height, width])] }
      : { source: unet.gradientSession(shape, wantedLayers), others: text.trainingSessions(prompts) };
  }

  #imageNetwork(): ImageNetwork {
    if (!this.#networks.image) {
      const message = `${this.#facts.directory} has no image_encoder/, so pictures cannot be compared with words. Name the object yourself, or add a CLIP image encoder to the folder.`;
      throw new ModelError('missing-file', message);
    }
    return this.#networks.image();
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
