import { SourceError } from '../errors.ts';
import { capital, type Weights } from '../weights/weights.ts';
import type { UnetBlock, UnetConfig } from './config.ts';

/** What the weights of a U-Net do not show. */
export interface UnetSettings {
  /** Attention heads of the block at this level, 0 the finest, with this many channels. */
  readonly heads: (level: number, channels: number) => number;
  readonly groups: number;
  readonly epsilon: number;
  readonly frequencyShift: number;
  /** Width of the pooled text vector; for SDXL. */
  readonly pooledWidth?: number;
}

const SIZE_COUNT = 6;

/** The shape of a U-Net as its weights show it. @throws {SourceError} `missing-weight`, `unsupported-model` */
export function readUnetConfig(weights: Weights, settings: UnetSettings): UnetConfig {
  const { groups, epsilon, frequencyShift, heads } = settings;
  const levels = weights.count('down_blocks.');
  const block = (path: string, level: number): Omit<UnetBlock, 'resamples'> => {
    const channels = weights.dims(`${path}.resnets.0.conv1.weight`)[0]!;
    const depths = Array.from({ length: weights.count(`${path}.resnets.`) }, (_, at) =>
      weights.count(`${path}.attentions.${at}.transformer_blocks.`),
    );
    return { channels, depths, heads: heads(level, channels) };
  };
  const down = Array.from({ length: levels }, (_, level): UnetBlock => {
    const path = `down_blocks.${level}`;
    return { ...block(path, level), resamples: weights.has(`${path}.downsamplers.0.conv.weight`) };
  });
  const up = Array.from({ length: weights.count('up_blocks.') }, (_, at): UnetBlock => {
    const path = `up_blocks.${at}`;
    return { ...block(path, levels - 1 - at), resamples: weights.has(`${path}.upsamplers.0.conv.weight`) };
  });
  return {
    inChannels: weights.dims('conv_in.weight')[1]!,
    outChannels: weights.dims('conv_out.weight')[0]!,
    contextWidth: contextWidthOf(weights),
    groups,
    epsilon,
    frequencyShift,
    down,
    middle: weights.has('mid_block.resnets.0.conv1.weight') ? block('mid_block', levels - 1) : undefined,
    up,
    added: addedOf(weights, settings.pooledWidth),
  };
}

function contextWidthOf(weights: Weights): number {
  const name = weights.names.find((each) => each.endsWith('attn2.to_k.weight'));
  if (name !== undefined) return weights.dims(name)[1]!;
  const message = `${capital(weights.owner)} has no cross-attention, so no words guide it. Take a Stable Diffusion 1.x, 2.x or XL model.`;
  throw new SourceError('unsupported-model', message);
}

function addedOf(weights: Weights, pooledWidth: number | undefined): UnetConfig['added'] {
  if (!weights.has('add_embedding.linear_1.weight') || pooledWidth === undefined) return undefined;
  const width = weights.dims('add_embedding.linear_1.weight')[1]!;
  return { pooledWidth, sizeCount: SIZE_COUNT, sizeWidth: (width - pooledWidth) / SIZE_COUNT };
}
