import { SourceError } from '../errors.ts';
import type { UnetSettings } from '../unet/read-config.ts';
import type { Json } from './source.ts';

/** What a `unet/config.json` may say of what the graph builder has only one way of; other values are refused by name. */
const expected: Readonly<Record<string, readonly unknown[]>> = {
  act_fn: ['silu', 'swish'],
  addition_embed_type: [null, 'text_time'],
  attention_type: ['default'],
  center_input_sample: [false],
  class_embed_type: [null],
  class_embeddings_concat: [false],
  conv_in_kernel: [3],
  conv_out_kernel: [3],
  cross_attention_norm: [null],
  downsample_padding: [1],
  dual_cross_attention: [false],
  encoder_hid_dim: [null],
  encoder_hid_dim_type: [null],
  flip_sin_to_cos: [true],
  mid_block_only_cross_attention: [null, false],
  mid_block_scale_factor: [1],
  mid_block_type: [null, 'UNetMidBlock2DCrossAttn', 'UNetMidBlock2D'],
  num_class_embeds: [null],
  resnet_out_scale_factor: [1],
  resnet_skip_time_act: [false],
  resnet_time_scale_shift: ['default'],
  time_embedding_act_fn: [null],
  time_embedding_dim: [null],
  time_embedding_type: ['positional'],
  timestep_post_act: [null],
};

/** @throws {SourceError} `unsupported-config`, `unsupported-model` */
export function unetSettings(config: Json, path: string): UnetSettings {
  if (config.time_cond_proj_dim !== undefined && config.time_cond_proj_dim !== null) {
    const message = `${path} says time_cond_proj_dim, so this is a latent consistency model with guidance built in, which Facet does not run. Take the model that it was distilled from, with the LCM LoRA merged if speed is wanted.`;
    throw new SourceError('unsupported-model', message);
  }
  for (const [key, values] of Object.entries(expected)) {
    if (config[key] === undefined || values.includes(config[key])) continue;
    const message = `${path} says ${key}: ${JSON.stringify(config[key])}, which the U-Nets of Stable Diffusion 1.x, 2.x and XL do not have and Facet does not build.`;
    throw new SourceError('unsupported-config', message);
  }
  if (
    ![undefined, null, false].includes(config.only_cross_attention as never) &&
    !isAll(config.only_cross_attention, false)
  ) {
    throw new SourceError(
      'unsupported-config',
      `${path} says only_cross_attention, as upscalers do, which Facet does not build.`,
    );
  }
  const heads = config.num_attention_heads ?? config.attention_head_dim ?? 8;
  return {
    heads: (level) => {
      const count: unknown = Array.isArray(heads) ? heads[level] : heads;
      if (typeof count === 'number' && count > 0) return count;
      throw new SourceError(
        'corrupt-file',
        `${path} does not say how many attention heads level ${level} has. Copy it again.`,
      );
    },
    groups: numberOf(config, 'norm_num_groups', 32),
    epsilon: numberOf(config, 'norm_eps', 1e-5),
    frequencyShift: numberOf(config, 'freq_shift', 0),
  };
}

export function numberOf(config: Json, key: string, fallback: number): number {
  const value = config[key];
  return typeof value === 'number' ? value : fallback;
}

function isAll(value: unknown, wanted: unknown): boolean {
  return Array.isArray(value) && value.every((each) => each === wanted);
}
