import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Environment } from './environment.ts';

/** Where results go by default, which git does not see. */
export const cacheFile = (name: string): string => join(import.meta.dirname, '../.cache', name);

/** Writes a result as JSON; `environment` is what must be known to compare it with another one. */
export function writeResult(path: string, environment: Environment, result: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ formatVersion: 1, environment, ...result }, null, 2)}\n`);
}
