import { createHash } from 'node:crypto';
import { buildGradientModel, splitAttention } from '@facet/autodiff';
import { elementCount, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import { foldPart } from '../parts/fold-part.ts';
import type { GraphCache } from '../parts/graph-cache.ts';
import type { SessionPool, SessionSource } from '../sessions/session-pool.ts';
import type { LossGradient, LossRequest, Tensor, UnetWeight, WeightValues } from '../types.ts';
import { appendLoss, LOSSES, TARGET } from './loss.ts';
import { contextName } from '@facet/models';
import { readWeight, weightsAsInputs } from './weights.ts';

export interface UnetParts {
  /** The split U-Net with open shapes. */
  readonly base: OnnxModel;
  /** Its output's name. */
  readonly output: string;
  readonly layerCount: number;
  readonly weights: readonly UnetWeight[];
  readonly contextWidth: number;
  readonly latentChannels: number;
  /** Width of SDXL's pooled text vector; undefined where the U-Net takes none. */
  readonly pooledWidth: number | undefined;
  /** Pixels per latent cell along each side. */
  readonly vaeScale: number;
  /** Whether gradients pass through float16, which needs a scaled cotangent. */
  readonly isHalf: boolean;
}

/** The shape that a session is made for. */
interface Shape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly contextLength: number;
}

/** What SDXL's U-Net takes besides contexts: the pooled vector, and six sizes of the picture. */
const POOLED = 'text_embeds';
const SIZES = 'time_ids';
const SIZE_COUNT = 6;

/** What the U-Net predicts from. */
type Inputs = Pick<LossRequest, 'latents' | 'timesteps' | 'contexts' | 'pooled'>;

/** How often a float16 gradient that overflowed is tried again, each time with a cotangent 1/16 the size. */
const SCALE_TRIES = 4;

/** The U-Net with one context per cross-attention layer. */
export class UnetNetwork {
  readonly weights: readonly UnetWeight[];
  readonly #parts: UnetParts;
  readonly #cache: GraphCache;
  readonly #pool: SessionPool;
  /** Weights that are inputs of the graphs, by name. */
  readonly #given: ReadonlyMap<string, Tensor>;
  /** Tells graphs and sessions apart by the names of their inputs; empty when all weights are the file's. */
  readonly #variant: string;

  constructor(parts: UnetParts, cache: GraphCache, pool: SessionPool, given: ReadonlyMap<string, Tensor> = new Map()) {
    this.weights = parts.weights;
    this.#parts = parts;
    this.#cache = cache;
    this.#pool = pool;
    this.#given = given;
    this.#variant = given.size === 0 ? '' : `-${digest([...given.keys()])}`;
  }

  weight(name: string): Float32Array {
    this.#requireWeight(name);
    return readWeight(this.#parts.base, name);
  }

  withWeights(values: WeightValues): UnetNetwork {
    const given = new Map(this.#given);
    for (const [name, data] of values) {
      const { dims } = this.#requireWeight(name);
      const size = elementCount(dims);
      if (data.length !== size) {
        const message = `The weight '${name}' has the shape [${dims.join(', ')}], so ${size} numbers; got ${data.length}.`;
        throw new ModelError('bad-argument', message);
      }
      given.set(name, { data, dims });
    }
    // In the order of the file, so that the same names always make the same session.
    const ordered = this.weights.flatMap(({ name }): [string, Tensor][] => {
      const tensor = given.get(name);
      return tensor ? [[name, tensor]] : [];
    });
    return new UnetNetwork(this.#parts, this.#cache, this.#pool, new Map(ordered));
  }

  async predict(inputs: Inputs): Promise<Float32Array> {
    const shape = this.#shape(inputs);
    const feeds = this.#feeds(shape, inputs);
    const { output } = this.#parts;
    const { name, make } = this.forwardSession(shape);
    const results = await this.#pool.use(name, make, (network) => network.run(feeds, [output]));
    return results[output]!.data;
  }

  async lossGradient(request: LossRequest): Promise<LossGradient> {
    const { latents, target, sampleWeights, wantedLayers, wantsPooled = false, wantedWeights = [] } = request;
    const shape = this.#shape(request);
    const wanted = this.#wanted(wantedLayers);
    const wantedPooled = wantsPooled ? this.#pooledInput() : [];
    for (const name of wantedWeights) this.#requireGiven(name);
    if (target.length !== latents.data.length) {
      throw new ModelError(
        'bad-argument',
        `The target has ${target.length} numbers, the latents ${latents.data.length}.`,
      );
    }
    if (sampleWeights.length !== shape.batch) {
      throw new ModelError('bad-argument', `There are ${sampleWeights.length} weights for ${shape.batch} samples.`);
    }
    const feeds = this.#feeds(shape, request);
    feeds[TARGET] = { data: target, dims: latents.dims };
    const wrt = [...wanted.map(contextName), ...wantedPooled, ...wantedWeights];
    const gradients = wrt.map((each) => `grad/${each}`);
    const { output, isHalf } = this.#parts;
    const { name, make } = this.#gradientOf(shape, wrt);
    let scale = isHalf ? 2 ** Math.ceil(Math.log2(target.length / shape.batch)) : 1;
    for (let left = isHalf ? SCALE_TRIES : 1; ; left--, scale /= 16) {
      const cotangent = Float32Array.from(sampleWeights, (weight) => weight * scale);
      const all = { ...feeds, [`grad/${LOSSES}`]: { data: cotangent, dims: [shape.batch] } };
      const fetches = [output, LOSSES, ...gradients];
      const results = await this.#pool.use(name, make, (network) => network.run(all, fetches));
      if (left > 1 && gradients.some((each) => !allFinite(results[each]!.data))) continue;
      const gradContexts = Array.from<unknown, Float32Array | undefined>(
        { length: this.#parts.layerCount },
        () => undefined,
      );
      for (const [at, layer] of wanted.entries()) gradContexts[layer] = unscaled(results[gradients[at]!]!.data, scale);
      const gradWeights = new Map(
        wantedWeights.map((each) => [each, unscaled(results[`grad/${each}`]!.data, scale)] as const),
      );
      const [gradPooled] = wantedPooled.map((each) => unscaled(results[`grad/${each}`]!.data, scale));
      return {
        prediction: results[output]!.data,
        losses: results[LOSSES]!.data,
        gradContexts,
        gradPooled,
        gradWeights,
      };
    }
  }

  /** The session that predicts for this shape. */
  forwardSession(shape: Shape): SessionSource {
    const make = async (): Promise<OnnxModel> => splitAttention(await this.forwardGraph(shape));
    return { name: `unet-${key(shape)}${this.#variant}`, make };
  }

  /** The session for the gradient of these layers' contexts, of all by default, and of the pooled vector where there is one. */
  gradientSession(shape: Shape, layers: readonly number[] | undefined): SessionSource {
    return this.#gradientOf(shape, [...this.#wanted(layers).map(contextName), ...this.#pooledInput()]);
  }

  #gradientOf(shape: Shape, wrt: readonly string[]): SessionSource {
    const name = `gradient-${key(shape)}-${digest(wrt)}${this.#variant}`;
    return { name: `unet-${name}`, make: () => this.#gradientGraph(name, shape, wrt) };
  }

  #pooledInput(): string[] {
    return this.#parts.pooledWidth === undefined ? [] : [POOLED];
  }

  /** The folded graph for a shape; its value_info tells the layers' resolutions. */
  forwardGraph(shape: Shape): Promise<OnnxModel> {
    const { base, layerCount, contextWidth, latentChannels, pooledWidth } = this.#parts;
    return this.#cache.get(`forward-${key(shape)}${this.#variant}`, () => {
      const context = [shape.batch, shape.contextLength, contextWidth];
      const contexts = Array.from({ length: layerCount }, (_, layer) => [contextName(layer), context]);
      const shapes = {
        sample: [shape.batch, latentChannels, shape.height, shape.width],
        timestep: [shape.batch],
        ...Object.fromEntries(contexts),
        ...(pooledWidth !== undefined && {
          [POOLED]: [shape.batch, pooledWidth],
          [SIZES]: [shape.batch, SIZE_COUNT],
        }),
      };
      const open = this.#given.size === 0 ? base : weightsAsInputs(base, [...this.#given.keys()]);
      return foldPart('U-Net', open, shapes);
    });
  }

  #gradientGraph(name: string, shape: Shape, wrt: readonly string[]): Promise<OnnxModel> {
    return this.#cache.get(name, async () => {
      const model = appendLoss(await this.forwardGraph(shape), this.#parts.output);
      return buildGradientModel(model, { of: [LOSSES], wrt });
    });
  }

  #requireWeight(name: string): UnetWeight {
    const weight = this.weights.find((each) => each.name === name);
    if (weight) return weight;
    throw new ModelError('bad-argument', `The U-Net has no weight '${name}'; the model's \`weights\` lists them.`);
  }

  #requireGiven(name: string): void {
    this.#requireWeight(name);
    if (this.#given.has(name)) return;
    const message = `The gradient of the weight '${name}' was asked for, but the model holds it fixed. Give it with withWeights first.`;
    throw new ModelError('bad-argument', message);
  }

  #shape({ latents, timesteps, contexts, pooled }: Inputs): Shape {
    const { latentChannels, layerCount, contextWidth, pooledWidth = 0 } = this.#parts;
    const [batch, channels, height, width] = latents.dims;
    const size = latents.dims.reduce((product, dim) => product * dim, 1);
    if (!batch || !height || !width || channels !== latentChannels || size !== latents.data.length) {
      const message = `Latents come as [n, ${latentChannels}, height, width]; got [${latents.dims.join(', ')}] with ${latents.data.length} numbers.`;
      throw new ModelError('bad-argument', message);
    }
    if (timesteps.length !== batch) {
      throw new ModelError('bad-argument', `There are ${timesteps.length} timesteps for ${batch} latents.`);
    }
    if (contexts.length !== layerCount) {
      const message = `The model has ${layerCount} cross-attention layers, so it takes ${layerCount} contexts, not ${contexts.length}.`;
      throw new ModelError('bad-argument', message);
    }
    const contextLength = contexts[0]!.length / (batch * contextWidth);
    const layer = contexts.findIndex((context) => context.length !== contexts[0]!.length);
    if (layer >= 0 || !Number.isInteger(contextLength) || contextLength === 0) {
      const wrong = contexts[Math.max(layer, 0)]!.length;
      const message = `Contexts come as [${batch}, tokens, ${contextWidth}], all of one size; layer ${Math.max(layer, 0)} got ${wrong} numbers.`;
      throw new ModelError('bad-argument', message);
    }
    if ((pooled?.length ?? 0) !== batch * pooledWidth) {
      const wants = pooledWidth === 0 ? 'takes no pooled vectors' : `takes them as [${batch}, ${pooledWidth}]`;
      throw new ModelError(
        'bad-argument',
        `The pooled vectors have ${pooled?.length ?? 0} numbers; this model ${wants}.`,
      );
    }
    return { batch, height, width, contextLength };
  }

  #feeds(shape: Shape, { latents, timesteps, contexts, pooled }: Inputs): Record<string, Tensor> {
    const dims = [shape.batch, shape.contextLength, this.#parts.contextWidth];
    const feeds: Record<string, Tensor> = {
      sample: latents,
      timestep: { data: Float32Array.from(timesteps), dims: [shape.batch] },
    };
    for (const [layer, data] of contexts.entries()) feeds[contextName(layer)] = { data, dims };
    if (pooled) {
      feeds[POOLED] = { data: pooled, dims: [shape.batch, pooled.length / shape.batch] };
      feeds[SIZES] = { data: this.#pictureSizes(shape), dims: [shape.batch, SIZE_COUNT] };
    }
    for (const [name, tensor] of this.#given) feeds[name] = tensor;
    return feeds;
  }

  /** Of each sample: height and width that the picture had, where it was cropped, height and width that it has. */
  #pictureSizes({ batch, height, width }: Shape): Float32Array {
    const { vaeScale } = this.#parts;
    const size = [height * vaeScale, width * vaeScale];
    return Float32Array.from(Array.from({ length: batch }, () => [...size, 0, 0, ...size]).flat());
  }

  #wanted(layers: readonly number[] | undefined): number[] {
    const { layerCount } = this.#parts;
    if (layers === undefined) return Array.from({ length: layerCount }, (_, layer) => layer);
    const wanted = [...new Set(layers)].sort((a, b) => a - b);
    const wrong = wanted.find((layer) => !Number.isInteger(layer) || layer < 0 || layer >= layerCount);
    if (wrong !== undefined || wanted.length === 0) {
      const message = `Wanted layers are a non-empty list of numbers from 0 to ${layerCount - 1}; got [${layers.join(', ')}].`;
      throw new ModelError('bad-argument', message);
    }
    return wanted;
  }
}

const key = ({ batch, height, width, contextLength }: Shape): string => `${batch}x${height}x${width}x${contextLength}`;

const digest = (names: readonly string[]): string =>
  createHash('sha256').update(names.join('\n')).digest('hex').slice(0, 12);

const allFinite = (data: Float32Array): boolean => data.every(Number.isFinite);

const unscaled = (data: Float32Array, scale: number): Float32Array =>
  scale === 1 ? data : data.map((value) => value / scale);
