import type { Attribute } from '@facet/base';
import type { PictureLog } from './picture-log.ts';
import { outcomesOf, ratesOf, type Rates } from './rates.ts';
import type { CellSet, Swap } from './swap.ts';

/** A swap to be measured over several prompts. */
export interface Question {
  readonly attribute: Attribute;
  readonly cells: CellSet;
  readonly kind?: Swap['kind'];
}

/** Prompts by number: `[from, from + 1, ...]`. */
export const promptNumbers = (count: number, from = 0): number[] => Array.from({ length: count }, (_, i) => from + i);

/** Measures each question over the same prompts. All pictures are asked for at once, so that they share batches. */
export async function measure(
  log: PictureLog,
  questions: readonly Question[],
  numbers: readonly number[],
  onProgress?: (done: number) => void,
): Promise<Rates[]> {
  const swaps = questions.flatMap(({ attribute, cells, kind = 'exchanged' }) =>
    numbers.map((number): Swap => ({ attribute, number, cells, kind })),
  );
  const seen = await log.look(swaps, onProgress);
  const words = numbers.map((number) => log.wordsOf(number));
  return questions.map(({ attribute }, i) =>
    ratesOf(outcomesOf(attribute, words, seen.slice(i * numbers.length, (i + 1) * numbers.length))),
  );
}
