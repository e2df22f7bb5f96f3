import { ATTRIBUTES, type Attribute } from '@facet/base';
import type { DiffusionModel } from '@facet/diffusion';
import type { TokenSet } from '@facet/inversion';
import { join } from 'node:path';
import { appendJournal, readJournal } from '../journal.ts';
import type { Distances } from './picture-facts.ts';
import { pictureOf, pictureOff } from './picture-off.ts';
import { BOUND, tokensOfRow, WORDS } from './rows.ts';
import { studyKeys } from './study-keys.ts';
import type { BindingOptions } from './study.ts';
import { readTransfers, type Swap, type Transfers } from './transfers.ts';

/** Rows that stand without being asked for; no words are true of unnamed values. */
const BASE = [WORDS, BOUND];

/** Swaps of each size with `quick`, where nobody asks for another number. */
const QUICK_SWAPS = 4;

export interface SwapOptions extends Pick<
  BindingOptions,
  'folder' | 'rows' | 'quick' | 'journal' | 'signal' | 'onProgress'
> {
  /** The first so many of two, and of four. */
  readonly swaps?: number | undefined;
}

/** What came of tokens of several references in one prompt. */
export interface MeasuredSwap {
  readonly row: string;
  /** Its number in the list of swaps. */
  readonly swap: number;
  readonly off: Distances;
}

export interface SwapResult {
  readonly transfers: Transfers;
  readonly measured: readonly MeasuredSwap[];
}

/**
 * Draws tokens of two and of four references together, each in the place of its attribute, and measures on the pixels how far that is
 * from the render of exactly these values.
 *
 * @throws InversionError; SamplingError `cancelled`
 */
export async function measureSwaps(model: DiffusionModel, options: SwapOptions): Promise<SwapResult> {
  const { folder, journal, quick, swaps: number = quick ? QUICK_SWAPS : Infinity, signal, onProgress } = options;
  const transfers = await readTransfers(folder);
  const { references, swaps } = transfers;
  const rows = [...new Set([...BASE, ...options.rows])];
  const keys = await studyKeys(model, rows, quick, { references, swaps });
  const entries = await readJournal<MeasuredSwap & { readonly study: string }>(journal);
  const chosen = firstOfEachSize(swaps, number);
  const measured: MeasuredSwap[] = entries.filter(
    ({ study, row, swap }) => keys.get(row) === study && chosen.includes(swap),
  );
  const jobs = chosen.flatMap((index) => rows.map((row) => ({ index, row })));
  const tokens = new Map<string, Partial<Record<Attribute, TokenSet>>>();
  const tokensOf = async (row: string, source: number): Promise<Partial<Record<Attribute, TokenSet>>> => {
    const known = tokens.get(`${row} ${source}`);
    if (known !== undefined) return known;
    const reference = references[source]!;
    const image = await pictureOf(model, join(folder, reference.file));
    const sets = await tokensOfRow(model, row, reference, image, { quick, signal });
    tokens.set(`${row} ${source}`, sets);
    return sets;
  };
  let done = 0;
  for (const { index, row } of jobs) {
    const { sources, words, wanted } = swaps[index]!;
    if (!measured.some((each) => each.row === row && each.swap === index)) {
      const sets: Partial<Record<Attribute, TokenSet>> = {};
      for (const attribute of ATTRIBUTES) {
        const source = sources[attribute];
        const set = source === undefined ? undefined : (await tokensOf(row, source))[attribute];
        if (set !== undefined) sets[attribute] = set;
      }
      const seed = transfers.transfers.length + index;
      const off = await pictureOff(model, folder, { sets, words, wanted, seed }, signal);
      measured.push({ row, swap: index, off });
      await appendJournal(journal, { study: keys.get(row), row, swap: index, off });
    }
    done += 1;
    onProgress?.(done, jobs.length);
  }
  return { transfers, measured };
}

/** How many references have a value in the picture. */
export const sizeOf = ({ sources }: Swap): number => Object.keys(sources).length;

/** By turns of each size, so that a study that is stopped has some of all. */
function firstOfEachSize(swaps: readonly Swap[], number: number): number[] {
  const bySize = [...Map.groupBy(swaps.keys(), (index) => sizeOf(swaps[index]!)).values()];
  const most = Math.min(number, Math.max(0, ...bySize.map(({ length }) => length)));
  return Array.from({ length: most }, (_, k) => bySize.flatMap((indices) => indices.slice(k, k + 1))).flat();
}
