import { readAlphaSchedule, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import type { TokenSet } from '../tokens/token-set.ts';
import { restoreCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { prepareRun } from './prepare.ts';
import { Pace } from './progress.ts';
import type { InversionOutcome, InversionRequest } from './request.ts';
import { snapshot, type RunState } from './state.ts';
import { trainStep } from './step.ts';

export interface BatchOptions {
  /**
   * Samples in one U-Net pass. Batching gains nothing per sample on a CPU and costs memory there (ENGINE), so the
   * default is 8 on the CPU and 32 elsewhere.
   */
  readonly samplesPerPass?: number;
}

const CHECKPOINT_EVERY = 20;
const SAMPLES_PER_PASS = { cpu: 8, cuda: 32, webgpu: 32 } as const;

/** A run among others: it leaves the batch when it has an outcome. */
interface Entry {
  readonly request: InversionRequest;
  run?: RunState;
  pace?: Pace;
  outcome?: InversionOutcome;
}

/**
 * Inverts several pictures with one model, sharing each step's passes. Runs may differ in method, settings and number of
 * steps; a run that ends, fails or is cancelled leaves the batch and the others go on. The outcomes are in the order of
 * the requests; nothing is thrown for a single run.
 *
 * All pictures must have the same size.
 */
export async function runInversions(
  model: DiffusionModel,
  requests: readonly InversionRequest[],
  options: BatchOptions = {},
): Promise<InversionOutcome[]> {
  const schedule = readAlphaSchedule(model.schedulerConfig);
  const samplesPerPass = options.samplesPerPass ?? SAMPLES_PER_PASS[model.device];
  const sizes = new Set(requests.map(({ image }) => image.dims.join('x')));
  if (sizes.size > 1)
    throw new InversionError(
      'invalid-input',
      `Pictures of one batch must have one size, not ${[...sizes].join(' and ')}.`,
    );
  const entries: Entry[] = requests.map((request) => ({ request }));
  for (const entry of entries) await attempt(entry, () => start(model, entry));

  for (;;) {
    for (const entry of entries) await attempt(entry, () => settle(entry));
    const active = entries.filter((entry) => entry.outcome === undefined);
    if (active.length === 0) return entries.map((entry) => entry.outcome!);
    const runs = active.map((entry) => entry.run!);
    let diverged: ReadonlyMap<RunState, InversionError>;
    try {
      ({ diverged } = await trainStep(model, runs, schedule, samplesPerPass));
    } catch (error) {
      // The model itself failed, so every run of the batch did.
      for (const entry of active) await attempt(entry, () => Promise.reject(error as Error));
      continue;
    }
    for (const entry of active) await attempt(entry, () => afterStep(entry, diverged.get(entry.run!)));
  }
}

/** Inverts one picture. Throws the run's error, or `cancelled`. */
export async function invert(model: DiffusionModel, request: InversionRequest): Promise<TokenSet> {
  const [outcome] = await runInversions(model, [request]);
  switch (outcome!.status) {
    case 'finished':
      return outcome!.tokens;
    case 'failed':
      throw outcome!.error;
    case 'cancelled':
      throw new InversionError(
        'cancelled',
        `The inversion was cancelled after step ${outcome!.step}${outcome!.checkpoint === undefined ? '' : `; ${outcome!.checkpoint} resumes it`}.`,
      );
  }
}

/** Errors of a run become its outcome; errors that are no fault of a run are thrown on. */
async function attempt(entry: Entry, action: () => Promise<void>): Promise<void> {
  if (entry.outcome !== undefined) return;
  try {
    await action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    entry.outcome = { status: 'failed', step: entry.run?.step ?? 0, error };
  }
}

async function start(model: DiffusionModel, entry: Entry): Promise<void> {
  const { checkpoint } = entry.request;
  entry.run = await prepareRun(model, entry.request);
  if (checkpoint?.resume) await restoreCheckpoint(checkpoint.path, entry.run);
  entry.pace = new Pace();
}

/** Ends a run that is done, cancelled, or as far as it was to go, with a checkpoint. */
async function settle(entry: Entry): Promise<void> {
  const { request } = entry;
  const run = entry.run!;
  const done = run.step >= run.settings.steps;
  if (!done && !request.signal?.aborted && run.step < (request.until ?? Infinity)) return;
  if (request.checkpoint) await saveCheckpoint(request.checkpoint.path, run);
  entry.outcome = done
    ? { status: 'finished', tokens: snapshot(run), losses: run.losses! }
    : { status: 'cancelled', step: run.step, checkpoint: request.checkpoint?.path };
}

async function afterStep(entry: Entry, error: InversionError | undefined): Promise<void> {
  if (error !== undefined) throw error;
  const { request } = entry;
  const run = entry.run!;
  const of = run.settings.steps;
  const { checkpoint, preview } = request;
  if (checkpoint && run.step < of && run.step % (checkpoint.every ?? CHECKPOINT_EVERY) === 0)
    await saveCheckpoint(checkpoint.path, run);
  const picture: { preview?: Tensor } =
    preview && run.step % preview.every === 0 ? { preview: await preview.make(snapshot(run)) } : {};
  request.onProgress?.({ step: run.step, of, losses: run.losses!, ...entry.pace!.tick(of - run.step), ...picture });
}
