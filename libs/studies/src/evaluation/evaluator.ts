import { ATTRIBUTES, type Attribute } from '@facet/base';
import { existsSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { DiffusionModel } from '@facet/diffusion';
import {
  InversionError,
  loadTokenFile,
  saveTokenFile,
  invert,
  type TokenSet,
  type Judges,
  loadReference,
} from '@facet/inversion';
import type { Entry, InversionEntry } from './entries.ts';
import { judgeComposition } from './transfer.ts';
import type { InversionJob, Job, TrialSource, TrialsJob } from './jobs.ts';
import { tokensInMap } from './tokens-in-map.ts';
import { tokensPlainly } from './tokens-plainly.ts';
import { StepClock, type Timed } from './step-clock.ts';
import { trialComposition, type Source } from './trial-composition.ts';
import { inversionOf } from './variant.ts';

export interface JobEvents {
  /** A result that is finished, to be written into the journal. */
  readonly onEntry: (entry: Entry) => void;
  /** Steps of an inversion that are done. */
  readonly onStep?: (step: number, of: number) => void;
  /** Ends the job within a step; an inversion keeps its checkpoint. */
  readonly signal?: AbortSignal;
}

/** Steps between checkpoints: a process that is killed loses a second or two. */
const CHECKPOINT_EVERY = 10;

/** Does a study's jobs in one process. What it leaves in the folder lets another process go on. */
export class Evaluator {
  readonly #model: DiffusionModel;
  readonly #judges: Judges;
  readonly #folder: string;

  constructor(model: DiffusionModel, judges: Judges, folder: string) {
    this.#model = model;
    this.#judges = judges;
    this.#folder = folder;
  }

  /** @throws InversionError `cancelled`, SamplingError `cancelled`, and whatever else goes wrong except divergence. */
  async run(job: Job, events: JobEvents): Promise<void> {
    if (job.type === 'inversion') events.onEntry(await this.#invert(job, events));
    else await this.#judge(job, events);
  }

  async #invert(job: InversionJob, events: JobEvents): Promise<InversionEntry> {
    const { id, variant, reference, tokens } = job;
    const common = { type: 'inversion', id, variant: variant.name, reference: reference.file, tokens } as const;
    const path = join(this.#folder, tokens);
    const files = { checkpoint: `${path}.checkpoint`, clock: `${path}.clock.json` };
    const { settings, map } = inversionOf(variant.inversion!, reference, this.#model.layers);
    await mkdir(dirname(path), { recursive: true });
    const clock = new StepClock(await readTimed(files.clock));
    // Synchronous, so that it can be done in the middle of a run.
    const keepTime = (): void => writeFileSync(files.clock, JSON.stringify(clock.timed));
    try {
      if (!existsSync(path)) {
        const picture = await loadReference(this.#model, reference);
        const set = await invert(this.#model, {
          ...picture,
          method: variant.method,
          settings,
          map,
          checkpoint: { path: files.checkpoint, every: CHECKPOINT_EVERY, resume: true },
          ...(events.signal === undefined ? {} : { signal: events.signal }),
          onProgress: ({ step, of }) => {
            clock.tick();
            events.onStep?.(step, of);
            if (step % CHECKPOINT_EVERY === 0) keepTime();
          },
        });
        keepTime();
        await saveTokenFile(path, set);
      }
    } catch (error) {
      if (!(error instanceof InversionError && error.code === 'diverged')) throw error;
      await rm(files.checkpoint, { force: true });
      return common;
    }
    await rm(files.checkpoint, { force: true });
    const { steps } = await loadTokenFile(path);
    return { ...common, steps, seconds: clock.secondsOf(steps) };
  }

  async #judge(job: TrialsJob, events: JobEvents): Promise<void> {
    const sources = { a: await this.#source(job.sources.a), b: await this.#source(job.sources.b) };
    for (const { id, measure, a, b, attributes, places, seeds } of job.trials) {
      const composition = trialComposition(places, sources);
      const verdicts = await judgeComposition(this.#model, this.#judges, composition, seeds, events.signal);
      events.onEntry({
        type: 'trial',
        id,
        ...(job.variant === undefined ? {} : { variant: job.variant }),
        measure,
        ...(a === undefined ? {} : { a }),
        ...(b === undefined ? {} : { b }),
        attributes,
        verdicts,
      });
    }
  }

  async #source(source: TrialSource | undefined): Promise<Source | undefined> {
    if (source === undefined) return undefined;
    const { reference, inversion, injectInto } = source;
    if (inversion !== undefined) {
      const tokens = await this.#tokens(inversion.tokens);
      if (injectInto === undefined) return { tokens };
      const { layers } = this.#model;
      return {
        tokens: injectInto === 'plain' ? tokensPlainly(tokens, layers) : tokensInMap(tokens, injectInto, layers),
      };
    }
    const words = ATTRIBUTES.map((attribute) => [attribute, reference[attribute]]);
    return { words: Object.fromEntries(words) as Record<Attribute, string> };
  }

  #tokens(path: string): Promise<TokenSet> {
    return loadTokenFile(join(this.#folder, path));
  }
}

async function readTimed(path: string): Promise<Timed | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Timed;
  } catch {
    // Missing, or cut off by a kill: the time of the steps before is then taken to be that of the steps after.
    return undefined;
  }
}
