import type { Weights } from '../weights/weights.ts';
import type { VaeBlock, VaeConfig } from './build.ts';

/** The shape of an autoencoder as its weights show it. @throws {SourceError} `missing-weight` */
export function readVaeConfig(weights: Weights, groups: number): VaeConfig {
  const blocks = (path: string, sampler: string): VaeBlock[] =>
    Array.from({ length: weights.count(`${path}.`) }, (_, at) => ({
      channels: weights.dims(`${path}.${at}.resnets.0.conv1.weight`)[0]!,
      resnets: weights.count(`${path}.${at}.resnets.`),
      resamples: weights.has(`${path}.${at}.${sampler}.0.conv.weight`),
    }));
  return {
    latentChannels: weights.dims('decoder.conv_in.weight')[1]!,
    groups,
    down: blocks('encoder.down_blocks', 'downsamplers'),
    up: blocks('decoder.up_blocks', 'upsamplers'),
  };
}
