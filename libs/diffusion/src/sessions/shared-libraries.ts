import { spawnSync } from 'node:child_process';

/**
 * The shared libraries that a library needs and this system's loader does not find, by `ldd`, which runs none of its code; none where
 * there is no `ldd`.
 */
export function missingLibraries(path: string): string[] {
  const { stdout, status } = spawnSync('ldd', [path], { encoding: 'utf8' });
  return status === 0 ? notFoundIn(stdout) : [];
}

/** @param listing what `ldd` prints */
export function notFoundIn(listing: string): string[] {
  return [...listing.matchAll(/^\s*(\S+) => not found$/gm)].map(([, name]) => name!);
}
