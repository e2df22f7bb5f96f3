import { generate, loadImage, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { compose, hasReader, readerPath, type TokenSet } from '@facet/inversion';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { appendJournal, readJournal } from '../journal.ts';
import { distances, pictureFacts, type Distances } from './picture-facts.ts';
import { BASE_ROWS, startsRead, tokensOfRow } from './rows.ts';
import { readTransfers, type Transfer, type Transfers } from './transfers.ts';

/** How transfers are drawn: gently, since each prompt names all four attributes. */
const DRAWING = { steps: 20, guidance: 2, scheduler: 'dpm-solver++' } as const;

/** References of each kind with `quick`, where nobody asks for another number. */
const QUICK_REFERENCES = 4;

export interface BindingOptions {
  /** A folder with `transfers.json`. */
  readonly folder: string;
  /** Beside those that are always there. */
  readonly rows: readonly string[];
  readonly quick: boolean;
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
  const { folder, journal, quick, references = quick ? QUICK_REFERENCES : Infinity, signal, onProgress } = options;
  const transfers = await readTransfers(folder);
  const rows = [...new Set([...BASE_ROWS, ...options.rows])];
  const reader = hasReader(model) ? sha256(await readFile(readerPath(model))) : 'none';
  const studyOf = (row: string): string =>
    sha256(JSON.stringify([model.fingerprint, transfers, quick, DRAWING, startsRead(row) ? reader : '']));
  const studies = new Map(rows.map((row) => [row, studyOf(row)]));
  const entries = await readJournal<Measured & { readonly study: string }>(journal);
  const measured: Measured[] = entries.filter(({ study, row }) => studies.get(row) === study);
  const chosen = firstOfEachKind(transfers, references);
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
        const off = await drawnOff(model, folder, transfer, number, set, signal);
        measured.push({ row, transfer: number, off });
        await appendJournal(journal, { study: studies.get(row), row, transfer: number, off });
      }
    }
    done += 1;
    onProgress?.(done, jobs.length);
  }
  return { transfers, measured };
}

const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

async function drawnOff(
  model: DiffusionModel,
  folder: string,
  { attribute, words, wanted }: Transfer,
  seed: number,
  set: TokenSet,
  signal: AbortSignal | undefined,
): Promise<Distances> {
  const prompt = await compose(model, { tokens: { [attribute]: { set } }, words });
  const { pictures } = await generate(model, { prompt, seeds: [seed], ...DRAWING, ...(signal && { signal }) });
  return distances(pictureFacts(pictures), pictureFacts(await pictureOf(model, join(folder, wanted))));
}

function pictureOf(model: DiffusionModel, path: string): Promise<Tensor> {
  const side = model.defaultLatentSize * model.vaeScale;
  return loadImage(path, { width: side, height: side });
}

function firstOfEachKind({ references }: Transfers, number: number): number[] {
  const seen = new Map<string, number>();
  return references.flatMap(({ kind }, index) => {
    const count = seen.get(kind) ?? 0;
    seen.set(kind, count + 1);
    return count < number ? [index] : [];
  });
}
