import type { Device } from '@facet/base';

/** What one process measures. */
export interface Case {
  readonly folder: string;
  readonly device: Device;
  readonly batch: number;
  /** Height and width of the latents. */
  readonly latent: number;
  /** Timed runs of each thing, after one that opens its sessions. */
  readonly runs: number;
  readonly threads: number;
  /** Where numbers for the comparison with another device go; without it no such run is made. */
  readonly numbers: string | undefined;
}

export interface Measured {
  /** Text encoders, U-Net and the gradient back to embeddings: a step of textual inversion without its optimiser. */
  readonly stepMs: readonly number[];
  /** The U-Net for twice the batch: one step of sampling with guidance. */
  readonly samplingStepMs: readonly number[];
  readonly decodeMs: readonly number[];
  /** From the process's start of loading to the end of the first step. */
  readonly firstStepMs: number;
  readonly peakRssBytes: number;
}

/** What a process says at its end. */
export type Answer = { readonly measured: Measured } | { readonly failed: string };
