import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** File name of a program on this platform. */
export const executable = (name: string): string => (process.platform === 'win32' ? `${name}.exe` : name);

/** The first program of this name in the folders, which default to those of PATH. */
export function which(name: string, path = process.env.PATH ?? ''): string | undefined {
  return path
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, executable(name)))
    .find(isExecutable);
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
