import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import type { DemoReference, Factors } from './swaps.ts';

/** The first pair of the model's `references/pairs.json`, with the words of `references/references.json`. */
export function firstPair(modelDirectory: string): [DemoReference, DemoReference] {
  const folder = join(modelDirectory, 'references');
  const [pair] = readJson<{ a: string; b: string }[]>(join(folder, 'pairs.json'));
  const all = readJson<(Factors & { file: string })[]>(join(folder, 'references.json'));
  const find = (letter: string, file: string | undefined): DemoReference => {
    const factors = all.find((entry) => entry.file === file);
    if (!factors || !file) throw new CliError('bad-input', `${folder} does not describe the picture ${file}.`);
    return { letter, file: join(folder, file), factors };
  };
  return [find('A', pair?.a), find('B', pair?.b)];
}

function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (cause) {
    const message = `Cannot read ${path}: ${(cause as Error).message}. The demo needs a model that comes with pictures of its own; unset FACET_MODELS.`;
    throw new CliError('bad-input', message, { cause });
  }
}
