import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { generateModules, type OperationsOptions } from './generate.ts';

/** Writes the modules; the paths of those that were not as they are now. */
export async function writeModules(options: OperationsOptions): Promise<string[]> {
  const stale = await staleModules(options);
  for (const [path, code] of stale) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  return [...stale.keys()];
}

/** Those modules that are not on the disk as the schema and the operations say now, with what they should be. */
export async function staleModules(options: OperationsOptions): Promise<Map<string, string>> {
  const modules = await generateModules(options);
  return new Map([...modules].filter(([path, code]) => !existsSync(path) || readFileSync(path, 'utf8') !== code));
}
