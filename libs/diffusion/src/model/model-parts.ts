import type { OnnxModel } from '@facet/onnx';
import type { ImageSettings } from '../clip/image-network.ts';
import type { GraphCache } from '../parts/graph-cache.ts';
import type { Part } from '../parts/folder.ts';
import type { TextGraph } from '../text/graph.ts';
import type { Tokenizer } from '../tokenizer/tokenizer.ts';
import type { ModelFacts, Tensor } from '../types.ts';
import type { VaeHalf } from '../vae/network.ts';

/** What a model is made of, whatever form its files have: graphs whose weights stay where they are, and what stands beside them. */
export interface ModelParts extends Pick<
  ModelFacts,
  | 'directory'
  | 'path'
  | 'fingerprint'
  | 'formerFingerprints'
  | 'family'
  | 'scalingFactor'
  | 'schedulerConfig'
  | 'preset'
  | 'defaultLatentSize'
  | 'vaeScale'
  | 'notes'
  | 'emptyNegative'
> {
  readonly unet: UnetPart;
  readonly text: readonly TextPart[];
  readonly contextLength: number;
  readonly tokenizer: () => Promise<Tokenizer>;
  /** Networks that not every job needs; each call reads its part anew. */
  readonly encoder: () => VaeHalf;
  readonly decoder: () => VaeHalf;
  readonly image: (() => ImagePart) | undefined;
}

export interface UnetPart {
  /** Open shapes; float32 `sample`, `timestep` [batch] and one context for each layer. */
  readonly base: OnnxModel;
  /** The cross-attention layers' names in diffusers, in forward order. */
  readonly layers: readonly string[];
  /** Its output's name. */
  readonly output: string;
  readonly latentChannels: number;
  readonly contextWidth: number;
  /** Width of SDXL's pooled text vector; undefined where the U-Net takes none. */
  readonly pooledWidth: number | undefined;
  /** Whether it computes in float16. */
  readonly isHalf: boolean;
  readonly cache: GraphCache;
}

/** A text encoder; of two the outputs stand side by side. */
export interface TextPart {
  readonly graph: TextGraph;
  /** The token embeddings [vocabulary, width]. */
  readonly table: Tensor;
  /** The token that fills its prompts up, where that is not the tokenizer's. */
  readonly padId?: number | undefined;
  readonly cache: GraphCache;
}

export interface ImagePart {
  readonly model: OnnxModel;
  readonly settings: ImageSettings;
  readonly cache: GraphCache;
}

/** One network as its files hold it, for those who only look. */
export interface PartGraph {
  readonly part: Part;
  readonly model: OnnxModel;
  /** The graph's own file, where it has one. */
  readonly file: string | undefined;
  /** Numbers that belong to it and are looked up outside of its graph: a token table. */
  readonly outside: number;
}
