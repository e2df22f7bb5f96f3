import { int, type OnnxModel } from '@facet/onnx';
import { GraphBuilder, type Value } from '../graph/builder.ts';
import { groupNorm } from '../graph/group-norm.ts';
import { conv, doubled, linear, silu } from '../graph/layers.ts';
import { SourceError } from '../errors.ts';
import { capital, type Weights } from '../weights/weights.ts';
import type { UnetBlock, UnetConfig } from './config.ts';
import { resnet } from '../graph/resnet.ts';
import { sinusoidal } from './timestep.ts';
import { transformer } from './transformer.ts';

/** Name of the input that conditions cross-attention layer `index`. */
export const contextName = (index: number): string => `context/${index}`;

export interface BuiltUnet {
  /**
   * Takes `sample` [batch, inChannels, height, width], `timestep` [batch], `context/0` ... [batch, tokens, contextWidth], and for
   * SDXL `text_embeds` [batch, pooledWidth] and `time_ids` [batch, 6]; gives `out_sample`. All float32.
   */
  readonly model: OnnxModel;
  /** The cross-attention layers by their names in diffusers, in forward order; layer k reads `context/k`. */
  readonly layers: readonly string[];
}

/**
 * @throws {SourceError} `missing-weight`; `unexpected-weight` for a shape that does not fit, and for weights that nothing here
 * reads: a network that ignored them would draw something else
 */
export function buildUnet(weights: Weights, config: UnetConfig): BuiltUnet {
  return new UnetBuilder(weights, config).build();
}

class UnetBuilder {
  readonly #g: GraphBuilder;
  readonly #config: UnetConfig;
  readonly #layers: string[] = [];
  #time: { value: Value; width: number } = { value: '', width: 0 };

  constructor(weights: Weights, config: UnetConfig) {
    this.#g = new GraphBuilder(weights);
    this.#config = config;
  }

  build(): BuiltUnet {
    const g = this.#g;
    const { inChannels, outChannels, groups, epsilon, down, middle, up } = this.#config;
    const channels = down[0]!.channels;
    const sample = g.input('sample', ['batch', inChannels, 'height', 'width']);
    this.#time = this.#timeEmbedding(g.input('timestep', ['batch']), channels);
    let x = conv(g, sample, 'conv_in', { from: inChannels, to: channels });
    const skips = [{ value: x, channels }];

    let from = channels;
    for (const [at, block] of down.entries()) {
      const path = `down_blocks.${at}`;
      for (const [n, depth] of block.depths.entries()) {
        x = this.#stage(x, path, n, { ...block, depth, from: n === 0 ? from : block.channels });
        skips.push({ value: x, channels: block.channels });
      }
      from = block.channels;
      if (!block.resamples) continue;
      x = conv(g, x, `${path}.downsamplers.0.conv`, { from, to: from }, { stride: 2 });
      skips.push({ value: x, channels: from });
    }

    if (middle) {
      const [depth = 0] = middle.depths;
      x = this.#stage(x, 'mid_block', 0, { ...middle, depth, from });
      x = this.#resnet(x, 'mid_block.resnets.1', middle.channels, middle.channels);
      from = middle.channels;
    }

    for (const [at, block] of up.entries()) {
      const path = `up_blocks.${at}`;
      for (const [n, depth] of block.depths.entries()) {
        const skip = skips.pop()!;
        x = g.op(`${path}.resnets.${n}`, 'Concat', [x, skip.value], { axis: int(1) });
        x = this.#stage(x, path, n, { ...block, depth, from: from + skip.channels });
        from = block.channels;
      }
      if (!block.resamples) continue;
      x = doubled(g, x, `${path}.upsamplers.0`);
      x = conv(g, x, `${path}.upsamplers.0.conv`, { from, to: from });
    }

    x = silu(g, groupNorm(g, x, 'conv_norm_out', { channels: from, groups, epsilon }), 'conv_act');
    x = conv(g, x, 'conv_out', { from, to: outChannels });
    const output = { name: g.output('out_sample', x), dims: ['batch', outChannels, 'height', 'width'] };
    refuseUnread(g);
    return { model: g.finish('unet', [output]), layers: this.#layers };
  }

  /** A residual network and, when it has any depth, the transformer after it. */
  #stage(
    x: Value,
    path: string,
    at: number,
    options: Omit<UnetBlock, 'depths' | 'resamples'> & { depth: number; from: number },
  ): Value {
    const { channels, heads, depth, from } = options;
    const { groups, contextWidth } = this.#config;
    const result = this.#resnet(x, `${path}.resnets.${at}`, from, channels);
    if (depth === 0) return result;
    const context = (layer: string): Value => this.#context(layer);
    return transformer(this.#g, result, `${path}.attentions.${at}`, {
      channels,
      groups,
      heads,
      depth,
      contextWidth,
      context,
    });
  }

  #resnet(x: Value, path: string, from: number, to: number): Value {
    const { groups, epsilon } = this.#config;
    return resnet(this.#g, x, path, { from, to, groups, epsilon, time: this.#time });
  }

  #context(layer: string): Value {
    const name = contextName(this.#layers.length);
    this.#layers.push(layer);
    return this.#g.input(name, ['batch', 'tokens', this.#config.contextWidth]);
  }

  /** The timestep's embedding [batch, 4 * channels], SDXL's further conditions added, after its last activation. */
  #timeEmbedding(timestep: Value, channels: number): { value: Value; width: number } {
    const g = this.#g;
    const { frequencyShift, added } = this.#config;
    const width = 4 * channels;
    const waves = sinusoidal(g, timestep, 'time_proj', channels, frequencyShift);
    let value = this.#embed(waves, 'time_embedding', channels, width);
    if (added) {
      const { pooledWidth, sizeCount, sizeWidth } = added;
      const pooled = g.input('text_embeds', ['batch', pooledWidth]);
      const sizes = g.op('add_time_proj', 'Reshape', [g.input('time_ids', ['batch', sizeCount]), g.ints([-1])]);
      const sizeWaves = sinusoidal(g, sizes, 'add_time_proj', sizeWidth, frequencyShift);
      const flat = g.op('add_time_proj', 'Reshape', [sizeWaves, g.ints([-1, sizeCount * sizeWidth])]);
      const all = g.op('add_embedding', 'Concat', [pooled, flat], { axis: int(-1) });
      const extra = this.#embed(all, 'add_embedding', pooledWidth + sizeCount * sizeWidth, width);
      value = g.op('add_embedding', 'Add', [value, extra]);
    }
    return { value: silu(g, value, 'time_act'), width };
  }

  #embed(x: Value, path: string, from: number, width: number): Value {
    const first = linear(this.#g, x, `${path}.linear_1`, { from, to: width });
    return linear(this.#g, silu(this.#g, first, `${path}.act`), `${path}.linear_2`, { from: width, to: width });
  }
}

function refuseUnread(g: GraphBuilder): void {
  const unread = g.unread();
  if (unread.length === 0) return;
  const some = unread.slice(0, 3).join(', ');
  const message = `${capital(g.weights.owner)} has ${unread.length} weights that U-Nets of Stable Diffusion 1.x, 2.x and XL do not have (${some}). It is of a kind that Facet does not run, such as one distilled with its guidance, or with adapters built in.`;
  throw new SourceError('unexpected-weight', message);
}
