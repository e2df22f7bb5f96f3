import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDirectory, slug, userPath } from './paths.ts';

/**
 * Where pictures go: the folder the user named, else `out/<name>`, with a number where that one is in use already, so
 * that nothing is overwritten unasked. It is made before anything is drawn.
 * @throws CliError `write-failed`
 */
export const outputFolder = (given: string | undefined, name: string): Promise<string> =>
  ensureDirectory(given === undefined ? unusedFolder(name) : userPath(given));

function unusedFolder(name: string): string {
  const base = userPath(join('out', slug(name, 'pictures')));
  for (let n = 1; ; n++) {
    const path = n === 1 ? base : `${base}-${n}`;
    if (!existsSync(path) || readdirSync(path).length === 0) return path;
  }
}
