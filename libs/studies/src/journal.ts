import { appendFile, readFile } from 'node:fs/promises';

/**
 * Results as JSON lines: what is done stays done when a long evaluation is killed. A last line that was cut off by the
 * kill is ignored and its work done again.
 */
export async function readJournal<T>(path: string): Promise<T[]> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return text.split('\n').flatMap((line): T[] => {
    try {
      return line === '' ? [] : [JSON.parse(line) as T];
    } catch {
      return [];
    }
  });
}

/** Starts on a new line, so that a cut-off line before it spoils nothing. */
export const appendJournal = (path: string, entry: object): Promise<void> =>
  appendFile(path, `\n${JSON.stringify(entry)}\n`);
