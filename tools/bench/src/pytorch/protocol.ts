import type { BenchCase } from './case.ts';

/** What the benchmark asks of the worker of one side, one JSON line each. */
export type BenchRequest = { readonly load: WorkerCase } | { readonly run: number };

export type WorkerCase = BenchCase & { readonly model: string; readonly threads: number };

export interface Loaded {
  readonly loaded: {
    /** Resident memory before any network was made: the language's runtime and libraries. */
    readonly rssBeforeBytes: number;
    /** Versions of what does the work. */
    readonly [version: string]: string | number;
  };
}

export interface Sample {
  readonly cpuMs: number;
  readonly wallMs: number;
}

export interface Ran {
  readonly samples: readonly Sample[];
  /** Highest resident memory since the process began. */
  readonly peakRssBytes: number;
}
