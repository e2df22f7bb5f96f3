import type { StepLosses } from '@facet/base';
import type { Tensor } from '@facet/diffusion';
import type { AttributionMap } from '../attribution/schema.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import type { InversionSettings } from './settings.ts';

export interface ProgressEvent {
  /** Steps done. */
  readonly step: number;
  readonly of: number;
  readonly losses: StepLosses;
  /** Undefined until a few steps have shown the pace. */
  readonly remainingSeconds: number | undefined;
  /** A picture `[1, 3, H, W]` made with the tokens so far, on steps where one was asked for. */
  readonly preview?: Tensor;
}

export interface CheckpointOptions {
  readonly path: string;
  /** Steps between checkpoints; one is also written on cancellation and at the end. Default 20. */
  readonly every?: number;
  /** Go on from the file at `path` if there is one. Default false. */
  readonly resume?: boolean;
}

export interface InversionRequest {
  /** The picture `[1, 3, height, width]` in [-1, 1], of a size that the model's autoencoder takes. */
  readonly image: Tensor;
  /** SHA-256 in hex of the picture's file. */
  readonly imageHash: string;
  /** Id of a method, default that of the model (`defaultMethod`). */
  readonly method?: string;
  readonly settings?: Partial<InversionSettings>;
  /** What the picture shows; without it the model's image encoder finds a word. */
  readonly objectWord?: string;
  /** Default: the model's own map, or that of the source text. */
  readonly map?: AttributionMap;
  readonly checkpoint?: CheckpointOptions;
  /** Ends the run within one step; a checkpoint is written first when there is a path for one. */
  readonly signal?: AbortSignal;
  /**
   * Steps after which the run stops as if it were cancelled then, with a checkpoint. A run in pieces, each resumed from the
   * last one's checkpoint, equals a run in one piece; with 0 everything is prepared and checked, and nothing trained.
   */
  readonly until?: number;
  readonly onProgress?: (event: ProgressEvent) => void;
  /**
   * Called every `every` steps with the tokens so far; its picture comes with the next progress event. Tokens that were read it
   * gets before the first step, too.
   */
  readonly preview?: { readonly every: number; readonly make: (tokens: TokenSet) => Promise<Tensor> };
}

/** How a run ended; one that trained nothing has no losses. A run that fails or is cancelled never disturbs its neighbours in the batch. */
export type InversionOutcome =
  | { readonly status: 'finished'; readonly tokens: TokenSet; readonly losses: StepLosses | undefined }
  | { readonly status: 'cancelled'; readonly step: number; readonly checkpoint: string | undefined }
  | { readonly status: 'failed'; readonly step: number; readonly error: Error };
