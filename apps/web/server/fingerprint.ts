import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Everything that a build is made of, from the folder of the application. */
const SOURCES = [
  'src/**/*',
  '*.{ts,mjs,json}',
  'server/build.ts',
  '../../libs/{client,base}/src/**/*',
  '../../package-lock.json',
];

/** Of all sources, in hexadecimal. */
export function fingerprint(folder: string): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((pattern) => globSync(pattern, { cwd: folder, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$|^next-env\.d\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [...new Set(files)].toSorted()) hash.update(file.slice(folder.length)).update(readFileSync(file));
  return hash.digest('hex');
}
