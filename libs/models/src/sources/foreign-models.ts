import { SourceError, type SourceErrorCode } from '../errors.ts';
import type { StoredTensor } from '../weights/stored.ts';

/** A sound safetensors file that is no checkpoint of Stable Diffusion: told by its keys, and what would work. */
interface Foreign {
  readonly isMeant: (keys: Keys) => boolean;
  readonly code: SourceErrorCode;
  readonly message: string;
}

/** Questions about the names in a file. */
class Keys {
  readonly all: readonly string[];

  constructor(names: Iterable<string>) {
    this.all = [...names];
  }

  some(pattern: RegExp): boolean {
    return this.all.some((name) => pattern.test(name));
  }

  every(pattern: RegExp): boolean {
    return this.all.length > 0 && this.all.every((name) => pattern.test(name));
  }
}

const whole =
  'Take a whole checkpoint of Stable Diffusion 1.x, 2.x or XL (U-Net, text encoder and autoencoder in one file).';
const families = 'Facet runs Stable Diffusion 1.x, 2.x and XL.';

/** In this order: the parts of larger files look like files of parts. */
const foreign: readonly Foreign[] = [
  {
    isMeant: (keys) => keys.all.length === 0,
    code: 'not-a-model',
    message: `holds no tensor. ${whole}`,
  },
  {
    isMeant: (keys) => keys.some(/lora_(up|down|A|B)|\.lora\.|hada_w1|lokr_w|oft_blocks|\.dora_scale$/),
    code: 'not-a-model',
    message:
      'is a LoRA (or LoHa, LoKr, DoRA): a change to a model, not a model. Give the checkpoint that it was made for.',
  },
  {
    isMeant: (keys) => keys.some(/quant_state|bnb_|\.scale_weight$|\.qweight$/),
    code: 'unsupported-format',
    message: 'has quantised weights (NF4, FP8 with scales or GPTQ). Get the same model in float16 or float32.',
  },
  {
    isMeant: (keys) => keys.some(/joint_blocks\./),
    code: 'unsupported-model',
    message: `is a Stable Diffusion 3 model, a diffusion transformer without cross-attention layers. ${families}`,
  },
  {
    isMeant: (keys) => keys.some(/(double_blocks|single_blocks|single_transformer_blocks)\./),
    code: 'unsupported-model',
    message: `is a FLUX model (or a relative of it), a diffusion transformer without cross-attention layers. ${families}`,
  },
  {
    isMeant: (keys) => keys.some(/motion_modules\.|time_stack\.|temporal_transformer/),
    code: 'unsupported-model',
    message: `is a video model (AnimateDiff, Stable Video Diffusion). ${families}`,
  },
  {
    isMeant: (keys) =>
      keys.some(/clip_txt_mapper|adaln_single|double_layers\.|x_embedder\.proj|cap_embedder|patchify_proj/),
    code: 'unsupported-model',
    message: `is a diffusion transformer or Stable Cascade (PixArt, AuraFlow, Lumina, a video model or the like). ${families}`,
  },
  {
    isMeant: (keys) =>
      keys.some(/^(control_model\.|controlnet_|input_hint_block|zero_convs)|controlnet_cond_embedding/),
    code: 'not-a-model',
    message: `is a ControlNet, which guides a model and draws nothing by itself. ${whole}`,
  },
  {
    isMeant: (keys) => keys.some(/^(ip_adapter|image_proj)\./) || keys.some(/^adapter\.body\./),
    code: 'not-a-model',
    message: `is an adapter (IP-Adapter, T2I-Adapter), which guides a model and draws nothing by itself. ${whole}`,
  },
  {
    isMeant: (keys) => keys.some(/^edm_(mean|std)$/),
    code: 'unsupported-model',
    message: `is Playground 2.5, which needs a scheduler that Facet does not have. ${families}`,
  },
  {
    isMeant: (keys) => keys.some(/^conditioner\.embedders\.0\.model\./),
    code: 'unsupported-model',
    message:
      'is the refiner of Stable Diffusion XL, which only finishes what the base model began. Take the base model.',
  },
  {
    isMeant: (keys) => keys.all.length <= 4 && keys.some(/^(emb_params|clip_[lg]|\*|<.*>|t5xxl)$/),
    code: 'not-a-model',
    message:
      'is an embedding (textual inversion). Give the checkpoint that it was made for; `facet tokens import` reads the embedding.',
  },
  {
    isMeant: (keys) =>
      !keys.some(/^(model\.diffusion_model|cond_stage_model|conditioner)\./) &&
      keys.every(/^(first_stage_model\.|encoder\.|decoder\.|quant_conv|post_quant_conv|loss\.|model_ema\.)/),
    code: 'not-a-model',
    message: `is an autoencoder (VAE) alone. ${whole} The autoencoder can be given beside it.`,
  },
  {
    isMeant: (keys) =>
      keys.every(/^(down_blocks|mid_block|up_blocks|conv_in|conv_out|conv_norm_out|time_embedding|add_embedding)/),
    code: 'not-a-model',
    message: `is a U-Net alone, as it lies in unet/ of a diffusers folder. Give the folder, or: ${whole}`,
  },
  {
    isMeant: (keys) =>
      keys.every(/^(model\.diffusion_model\.|input_blocks|middle_block|output_blocks|time_embed|label_emb|out\.)/),
    code: 'not-a-model',
    message: `is a U-Net alone, without text encoder and autoencoder. ${whole}`,
  },
  {
    isMeant: (keys) =>
      keys.every(
        /^(text_model|vision_model|text_projection|visual_projection|logit_scale|transformer\.resblocks|token_embedding|positional_embedding|ln_final|embeddings|encoder\.layers|final_layer_norm)/,
      ),
    code: 'not-a-model',
    message: `is a CLIP text or image encoder alone. ${whole}`,
  },
  {
    isMeant: (keys) => !keys.some(/^model\.diffusion_model\./),
    code: 'not-a-model',
    message: `holds nothing that Facet knows by name. ${whole}`,
  },
];

/** @throws {SourceError} when a file's names show that it is something else than a checkpoint of Stable Diffusion */
export function refuseForeignModel(path: string, tensors: ReadonlyMap<string, StoredTensor>): void {
  const keys = new Keys(tensors.keys());
  const found = foreign.find(({ isMeant }) => isMeant(keys));
  if (!found) return;
  const some = keys.all.slice(0, 3).join(', ');
  throw new SourceError(found.code, `${path} ${found.message}${some ? ` (Its first names: ${some}.)` : ''}`);
}

const byChannels: Readonly<Record<number, string>> = {
  5: 'a depth-guided model, whose U-Net also takes a depth map',
  7: 'an upscaler, whose U-Net also takes a small picture',
  8: 'an InstructPix2Pix (or Marigold) model, whose U-Net also takes a picture',
  9: 'an inpainting model, whose U-Net also takes a masked picture',
};

/** @throws {SourceError} `unsupported-model` when a U-Net takes or gives other than latents */
export function checkChannels(
  path: string,
  channels: { readonly from: number; readonly to: number; readonly latent: number },
): void {
  const { from, to, latent } = channels;
  if (from === latent && to === latent) return;
  const what =
    byChannels[from] ?? `a model whose U-Net takes ${from} channels and gives ${to}, while its latents have ${latent}`;
  throw new SourceError(
    'unsupported-model',
    `${path} is ${what}. Take the model for plain text to image that it was made from.`,
  );
}
