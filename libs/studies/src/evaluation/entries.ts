import type { Verdicts } from './transfer.ts';
import type { Trial } from './trials.ts';

/**
 * A line of the journal. `id` is a hash of everything that decides the result, so a result is found again when a study is
 * started again, and not found when the study, the model or a setting has changed; the rest is for people who read it.
 */
export type Entry = InversionEntry | TrialEntry;

export interface InversionEntry {
  readonly type: 'inversion';
  readonly id: string;
  readonly variant: string;
  readonly reference: string;
  /** The token file, under the study's folder. */
  readonly tokens: string;
  /** That were taken: fewer than asked for where the probes were flat before. Entries of before took all. */
  readonly steps?: number;
  /** Wall seconds of the steps on one thread; undefined when the run diverged. */
  readonly seconds?: number;
}

export interface TrialEntry extends Pick<Trial, 'measure' | 'a' | 'b' | 'attributes'> {
  readonly type: 'trial';
  readonly id: string;
  readonly variant?: string;
  readonly verdicts: Verdicts;
}

/** The journal by id. */
export class Results {
  readonly #inversions = new Map<string, InversionEntry>();
  readonly #trials = new Map<string, TrialEntry>();

  constructor(entries: readonly Entry[] = []) {
    for (const entry of entries) this.add(entry);
  }

  add(entry: Entry): void {
    if (entry.type === 'inversion') this.#inversions.set(entry.id, entry);
    else this.#trials.set(entry.id, entry);
  }

  inversion(id: string): InversionEntry | undefined {
    return this.#inversions.get(id);
  }

  trial(id: string): TrialEntry | undefined {
    return this.#trials.get(id);
  }
}
