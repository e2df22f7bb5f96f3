import type { Entry, Job } from '@facet/studies';

/** What an evaluation's processes say to one another. All of it is plain data. */
export interface ToWorker {
  readonly type: 'job';
  readonly job: Job;
}

export type FromWorker =
  /** The model is loaded. */
  | { readonly type: 'ready' }
  | { readonly type: 'entry'; readonly entry: Entry }
  /** Share of the job that is done, for the estimate. */
  | { readonly type: 'progress'; readonly share: number }
  | { readonly type: 'done' }
  /** `code` is an InversionErrorCode where the error is one. */
  | { readonly type: 'failed'; readonly code: string | undefined; readonly message: string };

/** Arguments of a worker's process. */
export interface WorkerOptions {
  /** The model: a name of the list, or a path. */
  readonly reference: string;
  readonly cacheDirectory: string;
  readonly folder: string;
}
