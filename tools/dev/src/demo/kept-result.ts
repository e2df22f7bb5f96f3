import type { Result } from '@facet/cli';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivate } from '../private-file.ts';

interface Kept {
  readonly organizationId: string;
  readonly result: Result;
}

const fileIn = (folder: string): string => join(folder, 'result.json');

export function keepResult(folder: string, organizationId: string, result: Result): void {
  writePrivate(fileIn(folder), JSON.stringify({ organizationId, result } satisfies Kept, null, 2));
}

/** What the demo of this organisation brought, when it was done before and its files are still there. */
export function keptResult(folder: string, organizationId: string): Result | undefined {
  if (!existsSync(fileIn(folder))) return undefined;
  const kept = JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Kept;
  const { contactSheet, pictures } = kept.result.data as { contactSheet: string; pictures: readonly string[] };
  const isThere =
    kept.organizationId === organizationId && [contactSheet, ...pictures].every((file) => existsSync(file));
  return isThere ? kept.result : undefined;
}
