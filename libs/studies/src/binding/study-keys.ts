import type { DiffusionModel } from '@facet/diffusion';
import { hasReader, readerPath } from '@facet/inversion';
import { readFile } from 'node:fs/promises';
import { sha256 } from '../sha256.ts';
import { DRAWING } from './picture-off.ts';
import { rowOf, startsRead } from './rows.ts';

/** For each row what decides its figures, as one hash: entries of a journal that have another one are of another study. */
export async function studyKeys(
  model: DiffusionModel,
  rows: readonly string[],
  quick: boolean,
  asked: object,
): Promise<ReadonlyMap<string, string>> {
  const reader = hasReader(model) ? sha256(await readFile(readerPath(model))) : 'none';
  const keyOf = (name: string): string => {
    const row = rowOf(name, quick);
    return sha256(JSON.stringify([model.fingerprint, asked, row, DRAWING, startsRead(row) ? reader : '']));
  };
  return new Map(rows.map((row) => [row, keyOf(row)]));
}
