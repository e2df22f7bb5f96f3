import { statSync } from 'node:fs';

/** A checkpoint's attribution map, words and the like lie in a folder of its name, without the ending, beside it. */
export function sideFolder(path: string): string {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ? path.replace(/\.\w+$/, '') : path;
}
