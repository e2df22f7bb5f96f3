import type { PresetName } from '@facet/base';
import type { TextConfig } from '../clip/text.ts';
import type { VisionConfig } from '../clip/vision.ts';
import type { UnetConfig } from '../unet/config.ts';
import type { LoraChoice } from '../weights/change.ts';
import type { VaeConfig } from '../vae/build.ts';
import type { Weights } from '../weights/weights.ts';

/** Which of Stability AI's lines a model belongs to. */
export type Family = 'sd1' | 'sd2' | 'sdxl';

export type Prediction = 'epsilon' | 'v_prediction';

export type Json = Readonly<Record<string, unknown>>;

export interface SourceOptions {
  /** Which files of a diffusers folder to take, such as `fp16`. Default: those without a variant, else the only one there is. */
  readonly variant?: string;
  /** What the U-Net predicts, where the file does not say it. */
  readonly prediction?: Prediction;
  /** Another autoencoder: a file of one alone, or a diffusers folder of one. */
  readonly vae?: string;
  /** What it was distilled to, where its files do not say it or say it wrongly; see `findPreset`. */
  readonly preset?: PresetName | 'none';
  /** LoRA files that are merged into the weights. */
  readonly loras?: readonly LoraChoice[];
}

/** A network whose weights lie in files, and its shape. */
export interface Network<Config> {
  readonly weights: Weights;
  readonly config: Config;
}

/** A model in the files it came in; nothing but headers and configurations has been read. */
export interface ModelSource {
  readonly path: string;
  readonly form: 'folder' | 'checkpoint';
  readonly family: Family;
  /** `sampleSize`: height and width of the latents the model was trained on. */
  readonly unet: Network<UnetConfig> & { readonly sampleSize: number };
  /** One, or SDXL's two, whose hidden states stand side by side in each context. */
  readonly textTowers: readonly TextTower[];
  readonly vae: Network<VaeConfig> & { readonly scalingFactor: number };
  /** CLIP's eye, where a folder has one, or the folder of a checkpoint's name beside it. */
  readonly visionTower: (Network<VisionConfig> & { readonly folder: string }) | undefined;
  /** As in a `scheduler_config.json` of diffusers. */
  readonly schedulerConfig: Json;
  /** What it was distilled to, if it was. */
  readonly preset: PresetName | undefined;
  /** Whether an empty negative prompt conditions by zeros, as SDXL was trained, rather than by what its encoders make of it. */
  readonly zeroesEmptyNegative: boolean;
  /** What the files do not say and was assumed, as sentences for the user. */
  readonly notes: readonly string[];
}

export interface TextTower extends Network<TextConfig> {
  /** The folder with its tokenizer; undefined: CLIP's own vocabulary, which one-file models do not carry. */
  readonly tokenizer: string | undefined;
  /** The token that fills a prompt up to its length: CLIP's end token, or OpenCLIP's number 0. */
  readonly padding: 'end' | 'zero';
}
