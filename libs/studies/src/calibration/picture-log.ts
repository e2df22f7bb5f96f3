import { encodePrompt, type DiffusionModel, type EncodedPrompt } from '@facet/diffusion';
import { InversionError, type Words, type Observer, type Seen, promptOf } from '@facet/inversion';
import { appendJournal, readJournal } from '../journal.ts';
import { CALIBRATION_SAMPLING } from '../sampling.ts';
import { TwoPromptSampler, type TwoPromptPicture } from './sampler.ts';
import { cellsAtSteps, swapKey, type Swap } from './swap.ts';
import { drawWords, type DrawnWords } from './word-draws.ts';

/** Pictures drawn and written down together; a kill loses no more than these. Larger batches gain nothing on a CPU. */
const BATCH = 8;

interface Entry {
  readonly head?: string;
  readonly pictures?: readonly { readonly key: string; readonly seen: readonly Seen[] }[];
}

export interface LogOptions {
  readonly path: string;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** What the judges saw in every picture so far, kept in a journal: asking again costs nothing, also after a restart. */
export class PictureLog {
  readonly #model: DiffusionModel;
  readonly #observer: Observer;
  readonly #words: Words;
  readonly #options: LogOptions;
  readonly #seen: Map<string, readonly Seen[]>;
  readonly #sampler: TwoPromptSampler;
  readonly #timesteps: readonly number[];
  readonly #contexts = new Map<string, Promise<EncodedPrompt>>();

  private constructor(
    model: DiffusionModel,
    observer: Observer,
    words: Words,
    options: LogOptions,
    entries: readonly Entry[],
  ) {
    this.#model = model;
    this.#observer = observer;
    this.#words = words;
    this.#options = options;
    this.#seen = new Map(entries.flatMap(({ pictures = [] }) => pictures.map(({ key, seen }) => [key, seen])));
    this.#sampler = new TwoPromptSampler(model);
    this.#timesteps = this.#sampler.timesteps;
  }

  /** @throws InversionError `checkpoint-mismatch` where the journal belongs to another model, seed, judge or list of words */
  static async open(model: DiffusionModel, observer: Observer, words: Words, options: LogOptions): Promise<PictureLog> {
    const head = JSON.stringify({
      formatVersion: 1,
      fingerprint: model.fingerprint,
      seed: options.seed,
      judge: observer.name,
      words: observer.words,
      template: words.templates.attributes[0],
      neutral: words.neutral.object,
      sampling: {
        steps: CALIBRATION_SAMPLING.steps,
        guidance: CALIBRATION_SAMPLING.guidance,
        scheduler: CALIBRATION_SAMPLING.scheduler,
      },
    });
    const entries = await readJournal<Entry>(options.path);
    const known = entries.find((entry) => entry.head !== undefined)?.head;
    if (known !== undefined && known !== head)
      throw new InversionError(
        'checkpoint-mismatch',
        `${options.path} belongs to a calibration of another model, seed, judge or list of words. Take another folder with --out, or remove that one.`,
      );
    if (known === undefined) await appendJournal(options.path, { head });
    return new PictureLog(model, observer, words, options, entries);
  }

  /** Pictures that are known already. */
  get size(): number {
    return this.#seen.size;
  }

  wordsOf(number: number): DrawnWords {
    return drawWords(this.#observer.words, this.#options.seed, number);
  }

  /**
   * What is seen in each of these pictures, in their order; those not known yet are drawn, judged and written down.
   * @param onProgress called with the number of `swaps` that are known, at first and after each batch
   */
  async look(swaps: readonly Swap[], onProgress: (known: number) => void = () => {}): Promise<(readonly Seen[])[]> {
    const keyed = swaps.map((swap) => {
      const cells = cellsAtSteps(swap.cells, this.#timesteps, this.#model.layers.length);
      return { swap, cells, key: swapKey(swap, cells) };
    });
    const missing = [...new Map(keyed.map((one) => [one.key, one])).values()].filter(({ key }) => !this.#seen.has(key));
    const isKnown = ({ key }: { key: string }): boolean => this.#seen.has(key);
    onProgress(keyed.filter(isKnown).length);
    for (let from = 0; from < missing.length; from += BATCH) {
      const batch = missing.slice(from, from + BATCH);
      const pictures = await Promise.all(batch.map(({ swap, cells }) => this.#picture(swap, cells)));
      const seen = await this.#observer.observe(await this.#sampler.draw(pictures, this.#options.signal));
      const entries = batch.map(({ key }, i) => ({ key, seen: seen[i]! }));
      await appendJournal(this.#options.path, { pictures: entries });
      for (const { key, seen } of entries) this.#seen.set(key, seen);
      onProgress(keyed.filter(isKnown).length);
    }
    return keyed.map(({ key }) => this.#seen.get(key)!);
  }

  async #picture({ attribute, number, kind }: Swap, cells: boolean[][]): Promise<TwoPromptPicture> {
    const { old, next } = this.wordsOf(number);
    const before = kind === 'alone' ? {} : old;
    return {
      // Pictures of one prompt share their noise; other seeds of a calibration share none.
      seed: (this.#options.seed * 1_000_003 + number) % 2 ** 32,
      old: await this.#context(before),
      next: await this.#context({ ...before, [attribute]: next[attribute] }),
      cells,
    };
  }

  #context(named: Seen): Promise<EncodedPrompt> {
    const prompt = promptOf(this.#words, named);
    const known = this.#contexts.get(prompt);
    if (known !== undefined) return known;
    const made = encodePrompt(this.#model, prompt);
    this.#contexts.set(prompt, made);
    return made;
  }
}
