import type { Attribute, Device, SamplingPreset, StepLosses } from '@facet/base';
import type { ModelAttribution, ModelCard } from '@facet/db';
import type { Family } from '@facet/diffusion';
import type { Assessment } from '@facet/inversion';

/** A picture and what to make of it: the same for every piece of one run. */
export interface RunChoices {
  /** The picture's file. */
  readonly picture: Uint8Array;
  /** SHA-256 in hex of that file. */
  readonly imageHash: string;
  readonly method: string;
  readonly objectWord: string | null;
  /** Side in pixels that the picture is brought to; absent: the model's own. */
  readonly size?: number | undefined;
  /** Over the model's defaults. */
  readonly settings: Record<string, unknown>;
}

/** Goes on from a checkpoint, or begins, and stops after step `until` with the next checkpoint. */
export interface TrainJob {
  readonly kind: 'train';
  readonly run: RunChoices;
  readonly checkpoint: Uint8Array | undefined;
  /** 0 prepares and checks everything and trains nothing. */
  readonly until: number;
  /** Draw the picture again with the tokens as they are at the end; before the first step, those that are read. */
  readonly preview: boolean;
}

export interface TrainResult {
  readonly step: number;
  /** All steps of the run. */
  readonly of: number;
  readonly checkpoint: Uint8Array;
  /** Of the steps that this job did, in their order. */
  readonly losses: readonly StepLosses[];
  /** PNG. */
  readonly preview: Uint8Array | undefined;
  /** What the model says of the picture, of the job that prepares. */
  readonly assessment: Assessment | undefined;
}

/** Makes the tokens of a run whose last checkpoint is given, draws them and measures what they leak. */
export interface FinishJob {
  readonly kind: 'finish';
  readonly run: RunChoices;
  readonly checkpoint: Uint8Array;
}

export interface FinishResult {
  /** A native token file, with a leak report where the model's pictures can be judged. */
  readonly tokenFile: Uint8Array;
  /** PNG: the picture again, with all tokens. */
  readonly preview: Uint8Array;
  /** By token name, PNG: what each token makes of a prompt that names nothing else. */
  readonly tokenPreviews: Readonly<Record<string, Uint8Array>>;
  /** By token name: the vector of the plain word that stands where the token is not active, for other tools' files. */
  readonly standIns: Readonly<Record<string, Float32Array>>;
}

export interface DrawToken {
  readonly tokenFile: Uint8Array;
  readonly strength: number;
  /** What it is called in its library. */
  readonly known: { readonly id: string; readonly name: string };
}

/** Draws a composition from some seeds. */
export interface DrawJob {
  readonly kind: 'draw';
  readonly tokens: Partial<Record<Attribute, DrawToken>>;
  readonly words: Partial<Record<Attribute, string>>;
  readonly prompt: string | null;
  readonly negativePrompt: string;
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: string;
  readonly width: number;
  readonly height: number;
}

export interface DrawResult {
  /** In the order of the seeds, each a PNG with its recipe inside, which names the tokens and does not hold them. */
  readonly pictures: readonly Uint8Array[];
}

/** What the engine does, what it tells on the way, and what it answers. */
export interface EngineJobs {
  readonly train: { readonly job: TrainJob; readonly progress: TrainProgress; readonly result: TrainResult };
  readonly finish: { readonly job: FinishJob; readonly progress: never; readonly result: FinishResult };
  readonly draw: { readonly job: DrawJob; readonly progress: DrawProgress; readonly result: DrawResult };
}

export type JobKind = keyof EngineJobs;
export type EngineJob = EngineJobs[JobKind]['job'];
export type ProgressOf<Kind extends JobKind> = EngineJobs[Kind]['progress'];
export type ResultOf<Kind extends JobKind> = EngineJobs[Kind]['result'];

/** After each optimiser step. */
export interface TrainProgress {
  readonly step: number;
  readonly losses: StepLosses;
  /** Undefined until a few steps have shown the pace. */
  readonly remainingSeconds: number | undefined;
}

/** After each step of denoising. */
export interface DrawProgress {
  readonly step: number;
  readonly of: number;
}

/** What a worker says of its model. */
export interface LoadedModel {
  readonly fingerprint: string;
  /** By which tokens know it that were made with it before. */
  readonly formerFingerprints: readonly string[];
  readonly name: string;
  readonly family: Family;
  /** What its U-Net predicts: `epsilon` or `v_prediction`. */
  readonly prediction: string;
  /** How it wants to be drawn with. */
  readonly sampling: SamplingPreset;
  readonly device: Device;
  readonly embeddingWidth: number;
  readonly layers: number;
  /** Pixels of its native square picture. */
  readonly size: number;
  /** What sides of its pictures are multiples of, in pixels. */
  readonly sizeMultiple: number;
  readonly hasImageEncoder: boolean;
  /** Whether somebody has trained it a reader, without which no method can start at what is read. */
  readonly hasReader: boolean;
  /** By which method it inverts where nobody names one. */
  readonly defaultMethod: string;
  /** Optimiser steps of an inversion by default, and the fewest, by method. */
  readonly steps: Readonly<Record<string, number>>;
  readonly minSteps: Readonly<Record<string, number>>;
  readonly attribution: ModelAttribution;
  /** Files of pictures of its world, and what they show. */
  readonly samples: readonly { readonly name: string; readonly path: string }[];
  /** Undefined: it has none. */
  readonly card: ModelCard | undefined;
  /** Names of colours that palettes have, with red, green and blue of 0 to 255. */
  readonly colors: readonly { readonly name: string; readonly rgb: readonly number[] }[];
}

/** Why a job failed: the class and code of the error where it was thrown. */
export interface EngineFailure {
  readonly name: string;
  readonly code: string | undefined;
  readonly message: string;
  readonly stack: string | undefined;
}

export type ToEngine =
  | { readonly type: 'job'; readonly id: number; readonly job: EngineJob }
  | { readonly type: 'abort'; readonly id: number };

export type FromEngine =
  | { readonly type: 'ready'; readonly model: LoadedModel }
  | { readonly type: 'progress'; readonly id: number; readonly progress: ProgressOf<JobKind> }
  | { readonly type: 'done'; readonly id: number; readonly result: ResultOf<JobKind> }
  | { readonly type: 'failed'; readonly id: number | undefined; readonly failure: EngineFailure };
