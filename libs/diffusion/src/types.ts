/**
 * The public face of a loaded model. Everything that runs a network is asynchronous; all numbers are float32 whatever
 * the model's files store (float16 models are converted at their borders).
 *
 * Shapes are written `[n, channels, height, width]`, row-major. Data whose shape follows from the model (embeddings,
 * contexts) travel as bare `Float32Array`s; data whose shape the caller chooses (latents, pictures) as `Tensor`s.
 */
import type { Device, DeviceChoice, PresetName } from '@facet/base';
import type { Family, SourceOptions } from '@facet/models';
import type { Tokenizer } from './tokenizer/tokenizer.ts';

/** A dense row-major float32 array with its dimensions. */
export interface Tensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Layers by resolution relative to the latent: 1, 1/2, and 1/4 or less. */
export type LayerGroup = 'fine' | 'moderate' | 'coarse';

/** One cross-attention layer (`attn2`) of the U-Net. */
export interface CrossAttentionLayer {
  /** Position in forward order, from 0: down blocks, mid block, up blocks. Also the index into `contexts`. */
  readonly index: number;
  /** The module's name in diffusers, for example `down_blocks.0.attentions.1.transformer_blocks.0.attn2`. */
  readonly name: string;
  readonly group: LayerGroup;
  /** Height and width of the layer's feature map divided by those of the latent: 1, 0.5, 0.25, 0.125. */
  readonly resolution: number;
}

/** A stored tensor of the U-Net that was learned: a kernel, matrix, scale or bias. */
export interface UnetWeight {
  /** The tensor's name in the model's file. */
  readonly name: string;
  readonly dims: readonly number[];
  /** For the key and value projections of a cross-attention layer, which read the prompt: that layer's index. */
  readonly conditioningLayer?: number | undefined;
}

/** Values for some of the U-Net's weights by name, each of its tensor's size. */
export type WeightValues = ReadonlyMap<string, Float32Array>;

/** `scheduler/scheduler_config.json` as it stands in the folder. */
export type SchedulerConfig = Readonly<Record<string, unknown>>;

export interface LoadOptions {
  /** For checkpoints and diffusers folders: variant, what is predicted, another autoencoder. */
  readonly source?: SourceOptions;
  /** Default: the environment variable `FACET_DEVICE`, else `auto`. */
  readonly device?: DeviceChoice;
  /** Side in pixels of the square pictures that it works with. Default: the size it was trained on. */
  readonly size?: number;
  /** Where prepared graphs are kept between starts. Default: `FACET_CACHE`, else `.facet/cache`; `false` keeps none. */
  readonly cacheDirectory?: string | false;
  /**
   * Arithmetic of models exported in float16: `stored` keeps float16, `float32` computes wide from the same weights. Default:
   * `float32` on the CPU, which has few float16 kernels, `stored` elsewhere.
   */
  readonly precision?: 'float32' | 'stored';
  /** Threads per session. Default: `FACET_THREADS`, else the number of physical cores ONNX Runtime may use. */
  readonly threads?: number;
}

export interface TextEncoding {
  /**
   * What the U-Net's layers read, `[n, contextLength, hiddenWidth]`: the last hidden state after the final layer norm; of two
   * text encoders the states before their last layers, side by side.
   */
  readonly hidden: Float32Array;
  /**
   * Present when `eosPositions` was given: each prompt's end-of-text state, `[n, hiddenWidth]`; of a model whose U-Net takes a
   * pooled vector that vector, `[n, pooledWidth]`.
   */
  readonly pooled?: Float32Array;
}

/** The gradient of a loss with respect to the pooled vectors of some prompts. */
export interface PooledCotangent {
  /** `[n, pooledWidth]` */
  readonly cotangent: Float32Array;
  /** Where each prompt ends, n of them. */
  readonly eosPositions: readonly number[];
}

export interface TextGradient {
  /** As `TextEncoding.hidden`. */
  readonly hidden: Float32Array;
  /** Gradient of sum(hidden * cotangent), and of the same of pooled vectors, with respect to the embeddings, `[n, contextLength, embeddingWidth]`. */
  readonly gradEmbeds: Float32Array;
}

export interface LossGradient {
  /** The U-Net's output, the shape of the latents. */
  readonly prediction: Float32Array;
  /** Per sample: mean over channels, height and width of (target - prediction)^2. Not weighted. */
  readonly losses: Float32Array;
  /**
   * Gradient of sum_n sampleWeights[n] * losses[n] with respect to each layer's context, `[n, contextLength, hiddenWidth]`;
   * undefined for layers that were not wanted.
   */
  readonly gradContexts: readonly (Float32Array | undefined)[];
  /** The same gradient with respect to the pooled vectors, `[n, pooledWidth]`, where it was wanted. */
  readonly gradPooled?: Float32Array | undefined;
  /** The same gradient with respect to the weights that were wanted, each of its weight's size. */
  readonly gradWeights: WeightValues;
}

/** What is known of a model without running it. */
export interface ModelFacts {
  /** The folder with what belongs to the model besides its weights: attribution map, words. A checkpoint may have none. */
  readonly directory: string;
  /** What was loaded: a folder or a checkpoint. */
  readonly path: string;
  /**
   * SHA-256 in hex over its weights (`fingerprintOf` of @facet/models): a checkpoint, a diffusers folder and an export of one model
   * have the same. An export whose weights have no names has that of its graph (`graph-fingerprint.ts`).
   */
  readonly fingerprint: string;
  /** By which tokens know it that were made with it before: an export once had the fingerprint of its graph. */
  readonly formerFingerprints: readonly string[];
  /** The line of models whose architecture it has; a small one, such as the demo model, may have been trained otherwise. */
  readonly family: Family;
  /** The one that sessions really run on. */
  readonly device: Device;
  readonly layers: readonly CrossAttentionLayer[];
  /** Tokens in a prompt including start and end, 77 for Stable Diffusion. */
  readonly contextLength: number;
  /** Number of rows of the token-embedding table. */
  readonly vocabularySize: number;
  /** Width of a token embedding, the space attribute tokens live in: the sum of `embeddingWidths`. */
  readonly embeddingWidth: number;
  /** Of each text encoder. A model of two has a vector of each for a token, one behind the other. */
  readonly embeddingWidths: readonly number[];
  /** Width of the text encoder's output, which is the U-Net's conditioning width. */
  readonly hiddenWidth: number;
  /** Width of the vector that says the whole prompt to the whole U-Net; undefined where the U-Net takes none. */
  readonly pooledWidth: number | undefined;
  /** What an empty negative prompt is: encoded like any other, or zeros, as the model was trained. */
  readonly emptyNegative: 'encoded' | 'zeros';
  readonly latentChannels: number;
  /** Height and width of the latents that it works with: those it was trained on, 64 for Stable Diffusion 1.x, unless another size was asked for. */
  readonly defaultLatentSize: number;
  /** Pixels per latent cell along each side, 8 for Stable Diffusion. */
  readonly vaeScale: number;
  /** Height and width of latents must be multiples of this, or the U-Net's skip connections do not meet. */
  readonly latentMultiple: number;
  /** Latents are the autoencoder's values times this. */
  readonly scalingFactor: number;
  readonly schedulerConfig: SchedulerConfig;
  /** What it was distilled to, if it was: it draws in few steps without guidance; see `samplingFor`. */
  readonly preset: PresetName | undefined;
  /** What the files do not say and was assumed, as sentences for the user. */
  readonly notes: readonly string[];
  /** What the U-Net has learned, in the order of its file. */
  readonly weights: readonly UnetWeight[];
  /** Whether the folder has an image encoder with a text projection, so that `textImageSimilarity` works. */
  readonly hasImageEncoder: boolean;
}

/** What the U-Net is asked for a loss and its gradient, for n samples. */
export interface LossRequest {
  /** `[n, latentChannels, h, w]` */
  readonly latents: Tensor;
  /** n of them, fractional allowed. */
  readonly timesteps: readonly number[];
  /** One `[n, contextLength, hiddenWidth]` per cross-attention layer; the same array may stand for several. */
  readonly contexts: readonly Float32Array[];
  /** `[n, pooledWidth]`, of a model that has it. */
  readonly pooled?: Float32Array | undefined;
  /** What the U-Net should have predicted, of the size of the latents. */
  readonly target: Float32Array;
  /** Each sample's weight in the loss, n of them. */
  readonly sampleWeights: readonly number[];
  /** Layers whose contexts' gradients are wanted; default all. */
  readonly wantedLayers?: readonly number[];
  /** Whether the gradient of the pooled vectors is wanted; default not. */
  readonly wantsPooled?: boolean;
  /** Weights whose gradients are wanted, by name, of those that `withWeights` has given; default none. */
  readonly wantedWeights?: readonly string[];
}

/** What is going to run, for an estimate of the memory that it takes. */
export interface MemoryJob {
  /** Pictures from prompts, or steps of training tokens. */
  readonly kind: 'draw' | 'train';
  /** Samples that pass through the U-Net together. */
  readonly rows: number;
  /** Of the latents. */
  readonly height: number;
  readonly width: number;
  /** Of training: as in `LossRequest`, and how many prompts are encoded together. */
  readonly wantedLayers?: readonly number[];
  readonly prompts?: number;
}

/** What a graph takes on a CPU, in bytes. */
export interface GraphMemory {
  /** Weights that are read where they are mapped from their file: the system may take their place back, and reads them again. */
  readonly mapped: number;
  /** As long as its session is open: widened weights, and the second copies that kernels keep in an order of their own. */
  readonly copied: number;
  /** The most that values between the nodes take together during a run. */
  readonly activations: number;
}

/** What a session takes. */
export interface SessionMemory extends GraphMemory {
  /** Whether it keeps the memory of a run for the next, or takes it only while it runs. */
  readonly keepsActivations: boolean;
}

/** What the networks of a job take on a CPU. */
export interface MemoryNeed {
  /** The session for so many rows. */
  readonly unet: (rows: number) => SessionMemory;
  /** The sessions that the job uses besides. */
  readonly others: readonly SessionMemory[];
  /** Sessions that are open and that it does not use. */
  readonly open: readonly SessionMemory[];
  /** What all that are open hold, and would give back. */
  readonly heldBytes: number;
}

/** A loaded Stable Diffusion model. Calls on one model are run one after another. */
export interface DiffusionModel extends ModelFacts {
  readonly tokenizer: Tokenizer;

  /** A copy of one row of the token-embedding table, `[embeddingWidth]`. */
  tokenEmbedding(id: number): Float32Array;
  /** Rows of `ids`, each `contextLength` long: `[n, contextLength, embeddingWidth]`. */
  embed(ids: readonly (readonly number[])[]): Float32Array;

  /** `embeds` is `[n, contextLength, embeddingWidth]`, without position embeddings (the encoder adds them). */
  encodeText(embeds: Float32Array, eosPositions?: readonly number[]): Promise<TextEncoding>;
  /** `cotangent` is `[n, contextLength, hiddenWidth]`. */
  textGradient(embeds: Float32Array, cotangent: Float32Array, pooled?: PooledCotangent): Promise<TextGradient>;

  /**
   * The U-Net's output for latents `[n, latentChannels, h, w]` at `timesteps` (n of them, fractional allowed), with
   * one context `[n, contextLength, hiddenWidth]` per cross-attention layer (the same array may stand for several), and the
   * pooled vectors `[n, pooledWidth]` where the model takes them. A model that is told the size of its picture is told that
   * of the latents, not cropped.
   */
  predict(
    latents: Tensor,
    timesteps: readonly number[],
    contexts: readonly Float32Array[],
    pooled?: Float32Array,
  ): Promise<Float32Array>;
  /** One forward and backward pass. */
  lossGradient(request: LossRequest): Promise<LossGradient>;

  /** A copy of one weight of the model's file, row-major. */
  weight(name: string): Float32Array;
  /**
   * This model with other values for some of the U-Net's weights; everything else is shared, and closing this model closes
   * both. The arrays are read at each call, not copied: who trains changes them in place. Weights that this model was
   * itself given stay unless they are given anew. All models with the same names share their sessions, whatever the values.
   */
  withWeights(values: WeightValues): DiffusionModel;

  /**
   * This model working with square pictures of another size, as if it had been loaded for it; everything is shared, and closing
   * either closes both.
   * @throws {SamplingError} `bad-size` naming the nearest sizes that are possible
   */
  atSize(pixels: number): DiffusionModel;

  /** Pictures `[n, 3, H, W]` in [-1, 1] to the latents' mean times `scalingFactor`. */
  encodeImage(rgb: Tensor): Promise<Tensor>;
  /** Latents to pictures `[n, 3, H, W]`, clipped to [-1, 1]. */
  decodeLatents(latents: Tensor): Promise<Tensor>;

  /** Unit-length image embeddings `[n][projectionWidth]` of pictures in [-1, 1]. */
  imageEmbedding(rgb: Tensor): Promise<Float32Array[]>;
  /**
   * Unit-length text embeddings `[n][projectionWidth]` in the space of `imageEmbedding`. `embeds` is what stands in the
   * places of the ids, by default their own vectors: see `embed`.
   */
  textEmbedding(ids: readonly (readonly number[])[], embeds?: Float32Array): Promise<Float32Array[]>;
  /** What the image encoder's training multiplied similarities by: their softmax over prompts is its probability of each. */
  similarityScale(): number;
  /** Cosine similarity of each picture (row) with each prompt (column), ids `contextLength` long. */
  textImageSimilarity(rgb: Tensor, ids: readonly (readonly number[])[]): Promise<number[][]>;

  /** What a job would take on a CPU, reckoned by the graphs that it runs. */
  memoryFor(job: MemoryJob): Promise<MemoryNeed>;

  /** Closes the sessions that a job does not use, before one that takes long; they are opened again when something needs them. */
  keepOnly(job: MemoryJob): Promise<void>;

  /** Releases every session and its memory; later calls are an error. */
  close(): Promise<void>;
}
