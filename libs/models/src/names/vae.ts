/** The autoencoder's names of the original files, and of old diffusers folders, mapped onto today's. */

const renamed: readonly (readonly [RegExp, string])[] = [
  [/^(encoder|decoder)\.norm_out\./, '$1.conv_norm_out.'],
  [/\.mid\.block_1\./, '.mid_block.resnets.0.'],
  [/\.mid\.block_2\./, '.mid_block.resnets.1.'],
  [/\.mid\.attn_1\./, '.mid_block.attentions.0.'],
  [/\.down\.(\d+)\.block\.(\d+)\./, '.down_blocks.$1.resnets.$2.'],
  [/\.down\.(\d+)\.downsample\./, '.down_blocks.$1.downsamplers.0.'],
  [/\.up\.(\d+)\.block\.(\d+)\./, '.up_blocks.$1.resnets.$2.'],
  [/\.up\.(\d+)\.upsample\./, '.up_blocks.$1.upsamplers.0.'],
  [/\.nin_shortcut\./, '.conv_shortcut.'],
  // Attention, of the original and of diffusers before 0.18.
  [/\.attentions\.0\.norm\./, '.attentions.0.group_norm.'],
  [/\.attentions\.0\.(?:q|query)\./, '.attentions.0.to_q.'],
  [/\.attentions\.0\.(?:k|key)\./, '.attentions.0.to_k.'],
  [/\.attentions\.0\.(?:v|value)\./, '.attentions.0.to_v.'],
  [/\.attentions\.0\.proj_(?:out|attn)\./, '.attentions.0.to_out.0.'],
];

/** Maps names without their `first_stage_model.` prefix; those that need no change stay. */
export function diffusersVaeNames(names: readonly string[]): Map<string, string> {
  const levels = new Set(names.flatMap((name) => /^decoder\.up\.(\d+)\./.exec(name)?.[1] ?? []));
  return new Map(
    names.map((name) => {
      const found = renamed.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), name);
      // The original numbers the decoder's levels from the picture, diffusers from the latents.
      const isOriginal = name.startsWith('decoder.up.');
      return [
        name,
        isOriginal ? found.replace(/up_blocks\.(\d+)/, (_, at) => `up_blocks.${levels.size - 1 - Number(at)}`) : found,
      ];
    }),
  );
}
