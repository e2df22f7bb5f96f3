import type { OnnxModel } from '@facet/onnx';
import { attention } from '../graph/attention.ts';
import { GraphBuilder, type Value } from '../graph/builder.ts';
import { groupNormByRows } from '../graph/group-norm.ts';
import { conv, dimsOf, doubled, fromRows, silu, toRows } from '../graph/layers.ts';
import { resnet } from '../graph/resnet.ts';
import type { Weights } from '../weights/weights.ts';

/** The shape of an autoencoder of Stable Diffusion, diffusers' AutoencoderKL. */
export interface VaeConfig {
  readonly latentChannels: number;
  readonly groups: number;
  /** The encoder's blocks, from the picture on. */
  readonly down: readonly VaeBlock[];
  /** The decoder's blocks, from the latents on. */
  readonly up: readonly VaeBlock[];
}

export interface VaeBlock {
  readonly channels: number;
  /** How many residual networks. */
  readonly resnets: number;
  /** Whether the block ends by halving (encoder) or doubling (decoder) height and width. */
  readonly resamples: boolean;
}

const EPSILON = 1e-6;
const COLORS = 3;

const names = { q: 'to_q', k: 'to_k', v: 'to_v', out: 'to_out.0' };

/**
 * `sample` [batch, 3, height, width] in [-1, 1] to `latent_parameters` [batch, 2 * latentChannels, h, w], the means first.
 * @throws {SourceError} `missing-weight`, `unexpected-weight`
 */
export function buildVaeEncoder(weights: Weights, config: VaeConfig): OnnxModel {
  const g = new GraphBuilder(weights);
  const { down, groups, latentChannels } = config;
  let from = down[0]!.channels;
  let x = g.input('sample', ['batch', COLORS, 'height', 'width']);
  x = conv(g, x, 'encoder.conv_in', { from: COLORS, to: from });
  for (const [at, { channels, resnets, resamples }] of down.entries()) {
    const path = `encoder.down_blocks.${at}`;
    x = chain(g, x, path, { from, to: channels, groups, count: resnets });
    from = channels;
    if (!resamples) continue;
    x = conv(g, x, `${path}.downsamplers.0.conv`, { from, to: from }, { stride: 2, pads: [0, 0, 1, 1] });
  }
  x = middle(g, x, 'encoder.mid_block', from, groups);
  x = silu(
    g,
    groupNormByRows(g, x, 'encoder.conv_norm_out', { channels: from, groups, epsilon: EPSILON }),
    'encoder.conv_act',
  );
  const moments = 2 * latentChannels;
  x = conv(g, x, 'encoder.conv_out', { from, to: moments });
  x = conv(g, x, 'quant_conv', { from: moments, to: moments }, { kernel: 1 });
  return g.finish('vae_encoder', [
    { name: g.output('latent_parameters', x), dims: ['batch', moments, 'latent_height', 'latent_width'] },
  ]);
}

/**
 * `latent_sample` [batch, latentChannels, h, w], unscaled, to `sample` [batch, 3, height, width].
 * @throws {SourceError} `missing-weight`, `unexpected-weight`
 */
export function buildVaeDecoder(weights: Weights, config: VaeConfig): OnnxModel {
  const g = new GraphBuilder(weights);
  const { up, groups, latentChannels } = config;
  let from = up[0]!.channels;
  let x = g.input('latent_sample', ['batch', latentChannels, 'latent_height', 'latent_width']);
  x = conv(g, x, 'post_quant_conv', { from: latentChannels, to: latentChannels }, { kernel: 1 });
  x = conv(g, x, 'decoder.conv_in', { from: latentChannels, to: from });
  x = middle(g, x, 'decoder.mid_block', from, groups);
  for (const [at, { channels, resnets, resamples }] of up.entries()) {
    const path = `decoder.up_blocks.${at}`;
    x = chain(g, x, path, { from, to: channels, groups, count: resnets });
    from = channels;
    if (!resamples) continue;
    x = doubled(g, x, `${path}.upsamplers.0`);
    x = conv(g, x, `${path}.upsamplers.0.conv`, { from, to: from });
  }
  x = silu(
    g,
    groupNormByRows(g, x, 'decoder.conv_norm_out', { channels: from, groups, epsilon: EPSILON }),
    'decoder.conv_act',
  );
  x = conv(g, x, 'decoder.conv_out', { from, to: COLORS });
  return g.finish('vae_decoder', [{ name: g.output('sample', x), dims: ['batch', COLORS, 'height', 'width'] }]);
}

interface Chain {
  readonly from: number;
  readonly to: number;
  readonly groups: number;
  readonly count: number;
}

function chain(g: GraphBuilder, x: Value, path: string, { from, to, groups, count }: Chain): Value {
  let value = x;
  for (let n = 0; n < count; n++) {
    const widths = { from: n === 0 ? from : to, to };
    value = resnet(g, value, `${path}.resnets.${n}`, { ...widths, groups, epsilon: EPSILON });
  }
  return value;
}

/** Two residual networks with attention of a single head over all places between them. */
function middle(g: GraphBuilder, x: Value, path: string, channels: number, groups: number): Value {
  const options = { from: channels, to: channels, groups, epsilon: EPSILON };
  const first = resnet(g, x, `${path}.resnets.0`, options);
  const place = `${path}.attentions.0`;
  const normal = groupNormByRows(g, first, `${place}.group_norm`, { channels, groups, epsilon: EPSILON });
  const rows = toRows(g, normal, place, channels);
  const batch = dimsOf(g, first, place, 0, 1);
  const shared = {
    queries: rows,
    keys: rows,
    width: channels,
    keyWidth: channels,
    heads: 1,
    batch,
    names,
    hasBias: true,
  };
  const attended = fromRows(g, attention(g, place, shared), place, first, channels);
  return resnet(g, g.op(place, 'Add', [attended, first]), `${path}.resnets.1`, options);
}
