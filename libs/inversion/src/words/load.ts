import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { InversionError } from '../errors.ts';
import defaults from './default.json' with { type: 'json' };
import { wordsSchema, type Words } from './schema.ts';

/** Common English words, for models that carry no `words.json`: what most pictures show, and how. */
export const DEFAULT_WORDS: Words = wordsSchema.parse(defaults);

/** The folder's `words.json`, or the defaults when it has none. Throws `invalid-input` when the file is malformed. */
export async function modelWords(directory: string): Promise<Words> {
  const path = join(directory, 'words.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return DEFAULT_WORDS;
    throw new InversionError('io', `Cannot read ${path}.`, { cause });
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new InversionError('invalid-input', `${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
  const result = wordsSchema.safeParse(data);
  if (!result.success)
    throw new InversionError('invalid-input', `${path} is not a words list: ${z.prettifyError(result.error)}`);
  return result.data;
}
