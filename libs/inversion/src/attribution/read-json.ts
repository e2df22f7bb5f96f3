import { readFile } from 'node:fs/promises';
import { InversionError } from '../errors.ts';

/** What is in a JSON file; `what` says in errors what it should have been. Throws InversionError `io`, `invalid-map`. */
export async function readJson(path: string, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new InversionError('io', `Cannot read the ${what} ${path}.`, { cause });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InversionError('invalid-map', `${path} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** The same; undefined for a file that is not there. */
export async function readOwnJson(path: string, what: string): Promise<unknown> {
  try {
    return await readJson(path, what);
  } catch (error) {
    if (error instanceof InversionError && (error.cause as NodeJS.ErrnoException)?.code === 'ENOENT') return undefined;
    throw error;
  }
}
