import { Estimate } from '@facet/base';
import { readAlphaSchedule, type AlphaSchedule, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { identityOf } from '../fingerprint.ts';
import { restoreCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { isDone, isLookDue, lookAtProbes } from './flat.ts';
import { PassSizes } from './pass-sizes.ts';
import { prepareRun } from './prepare.ts';
import type { InversionOutcome, InversionRequest } from './request.ts';
import { snapshot, type RunState } from './state.ts';
import { trainStep } from './step.ts';

export interface BatchOptions {
  /**
   * Samples in one U-Net pass. Batching gains nothing per sample on a CPU and costs memory there, so the default is 8 on
   * the CPU, or as many as fit into its memory, and 32 elsewhere.
   */
  readonly samplesPerPass?: number;
}

const CHECKPOINT_EVERY = 20;

/** A run among others: it leaves the batch when it has an outcome. */
interface Entry {
  readonly request: InversionRequest;
  readonly leave: (outcome: InversionOutcome) => void;
  run?: RunState;
  estimate?: Estimate;
  outcome?: InversionOutcome;
}

/**
 * Runs of one model that share each step's passes. Runs may join at any time, and may differ in method, settings and number of
 * steps; one that ends, fails or is cancelled leaves, and the others go on as if it had never been there.
 */
export class InversionBatch {
  readonly #model: DiffusionModel;
  readonly #schedule: AlphaSchedule;
  readonly #passes: PassSizes;
  #entries: Entry[] = [];

  constructor(model: DiffusionModel, options: BatchOptions = {}) {
    this.#model = model;
    this.#schedule = readAlphaSchedule(model.schedulerConfig);
    this.#passes = new PassSizes(model, options.samplesPerPass);
  }

  /** Runs that have not left. */
  get size(): number {
    return this.#entries.length;
  }

  /**
   * Lets a run take part from the next step on. Resolves when it leaves; how it went is in the outcome.
   *
   * @throws InversionError `invalid-input` when its picture has another size than those of the others
   */
  join(request: InversionRequest): Promise<InversionOutcome> {
    const sizes = new Set([...this.#entries.map((entry) => entry.request), request].map(sizeOf));
    if (sizes.size > 1)
      throw new InversionError(
        'invalid-input',
        `Pictures of one batch must have one size, not ${[...sizes].join(' and ')}.`,
      );
    return new Promise((leave) => this.#entries.push({ request, leave }));
  }

  /** Prepares who has joined, takes one step with all, and lets go of who is done. Not to be called again before it has ended. */
  async step(): Promise<void> {
    const entries = [...this.#entries];
    for (const entry of entries) if (entry.run === undefined) await attempt(entry, () => start(this.#model, entry));
    for (const entry of entries) await attempt(entry, () => settle(entry));
    await this.#train(entries.filter(({ outcome }) => outcome === undefined));
    for (const entry of entries) await attempt(entry, () => settle(entry));
    this.#entries = this.#entries.filter(({ outcome }) => outcome === undefined);
    for (const { leave, outcome } of entries) if (outcome !== undefined) leave(outcome);
  }

  async #train(entries: readonly Entry[]): Promise<void> {
    if (entries.length === 0) return;
    let diverged: ReadonlyMap<RunState, InversionError>;
    try {
      const runs = entries.map(({ run }) => run!);
      ({ diverged } = await trainStep(this.#model, runs, this.#schedule, this.#passes));
    } catch (error) {
      // The model failed and no run has moved. It may be one run's fault, or all together are too much for the device.
      if (entries.length === 1) await attempt(entries[0]!, () => Promise.reject(error as Error));
      else for (const entry of entries) await this.#train([entry]);
      return;
    }
    for (const entry of entries) await attempt(entry, () => afterStep(this.#model, entry, diverged.get(entry.run!)));
  }
}

const sizeOf = ({ image }: InversionRequest): string => image.dims.join('x');

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
  const { checkpoint, preview } = entry.request;
  entry.run = await prepareRun(model, entry.request);
  const goesOn = checkpoint?.resume && (await restoreCheckpoint(checkpoint.path, entry.run, identityOf(model)));
  // What was read is good already, and whoever waits for the steps sees it meanwhile.
  if (entry.run.method.startsRead && !goesOn && !isDone(entry.run)) await preview?.make(snapshot(entry.run));
  if (isLookDue(entry.run)) await lookAtProbes(model, entry.run);
  entry.estimate = new Estimate(entry.run.settings.steps, entry.run.step);
}

/** Ends a run that is done, cancelled, or as far as it was to go, with a checkpoint. */
async function settle(entry: Entry): Promise<void> {
  const { request } = entry;
  const run = entry.run!;
  const done = isDone(run);
  if (!done && !request.signal?.aborted && run.step < (request.until ?? Infinity)) return;
  if (request.checkpoint) await saveCheckpoint(request.checkpoint.path, run);
  entry.outcome = done
    ? { status: 'finished', tokens: snapshot(run), losses: run.losses }
    : { status: 'cancelled', step: run.step, checkpoint: request.checkpoint?.path };
}

async function afterStep(model: DiffusionModel, entry: Entry, error: InversionError | undefined): Promise<void> {
  if (error !== undefined) throw error;
  const { request } = entry;
  const run = entry.run!;
  const of = run.settings.steps;
  if (isLookDue(run)) await lookAtProbes(model, run);
  const { checkpoint, preview } = request;
  if (checkpoint && run.step < of && run.step % (checkpoint.every ?? CHECKPOINT_EVERY) === 0)
    await saveCheckpoint(checkpoint.path, run);
  const picture: { preview?: Tensor } =
    preview && run.step % preview.every === 0 ? { preview: await preview.make(snapshot(run)) } : {};
  const remainingSeconds = entry.estimate!.update(run.step, performance.now());
  request.onProgress?.({ step: run.step, of, losses: run.losses!, remainingSeconds, ...picture });
}
