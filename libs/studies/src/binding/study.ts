import type { DiffusionModel } from '@facet/diffusion';
import { join } from 'node:path';
import { appendJournal, readJournal } from '../journal.ts';
import type { Distances } from './picture-facts.ts';
import { pictureOf, pictureOff } from './picture-off.ts';
import { BASE_ROWS, tokensOfRow } from './rows.ts';
import { studyKeys } from './study-keys.ts';
import { KINDS, readTransfers, type Kind, type Transfers } from './transfers.ts';

/** References of each kind with `quick`, where nobody asks for another number. */
const QUICK_REFERENCES = 4;

export interface BindingOptions {
  /** A folder with `transfers.json`. */
  readonly folder: string;
  /** Beside those that are always there. */
  readonly rows: readonly string[];
  readonly quick: boolean;
  /** Only references of these kinds; default all. */
  readonly kinds?: readonly Kind[] | undefined;
  /** The first so many of each kind. */
  readonly references?: number | undefined;
  /** A file that keeps what was measured; the same study goes on from it. */
  readonly journal: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, of: number) => void;
}

/** What came of one token alone beside another picture's words. */
export interface Measured {
  readonly row: string;
  /** Its number in the list of transfers. */
  readonly transfer: number;
  readonly off: Distances;
}

export interface BindingResult {
  readonly transfers: Transfers;
  readonly measured: readonly Measured[];
}

/**
 * Draws every token of every reference alone, in the place of its attribute beside the words of other pictures, and measures on the pixels how
 * far that is from the render of exactly these values.
 *
 * @throws InversionError; SamplingError `cancelled`
 */
export async function measureBinding(model: DiffusionModel, options: BindingOptions): Promise<BindingResult> {
  const { folder, journal, quick, kinds = KINDS, signal, onProgress } = options;
  const { references = quick ? QUICK_REFERENCES : Infinity } = options;
  const transfers = await readTransfers(folder);
  const rows = [...new Set([...BASE_ROWS, ...options.rows])];
  const { swaps: _, ...alone } = transfers;
  const keys = await studyKeys(model, rows, quick, alone);
  const entries = await readJournal<Measured & { readonly study: string }>(journal);
  const chosen = firstOfEachKind(transfers, kinds, references);
  const isChosen = (transfer: number): boolean => chosen.includes(transfers.transfers[transfer]!.reference);
  const measured: Measured[] = entries.filter(
    ({ study, row, transfer }) => keys.get(row) === study && isChosen(transfer),
  );
  const jobs = chosen.flatMap((index) => rows.map((row) => ({ index, row })));
  let done = 0;
  for (const { index, row } of jobs) {
    const asked = transfers.transfers
      .map((transfer, number) => ({ transfer, number }))
      .filter(({ transfer }) => transfer.reference === index);
    const isKnown = (number: number): boolean => measured.some((each) => each.row === row && each.transfer === number);
    if (!asked.every(({ number }) => isKnown(number))) {
      const reference = transfers.references[index]!;
      const image = await pictureOf(model, join(folder, reference.file));
      const sets = await tokensOfRow(model, row, reference, image, { quick, signal });
      for (const { transfer, number } of asked) {
        const set = sets[transfer.attribute];
        if (set === undefined || isKnown(number)) continue;
        const { attribute, words, wanted } = transfer;
        const asked = { sets: { [attribute]: set }, words, wanted, seed: number };
        const off = await pictureOff(model, folder, asked, signal);
        measured.push({ row, transfer: number, off });
        await appendJournal(journal, { study: keys.get(row), row, transfer: number, off });
      }
    }
    done += 1;
    onProgress?.(done, jobs.length);
  }
  return { transfers, measured };
}

function firstOfEachKind({ references }: Transfers, kinds: readonly Kind[], number: number): number[] {
  const seen = new Map<string, number>();
  return references.flatMap(({ kind }, index) => {
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count < number && kinds.includes(kind) ? [index] : [];
  });
}
