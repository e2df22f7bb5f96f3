import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from './release.ts';

/** What is downloaded or built once for all checkouts of this user. */
export function cacheRoot({ FACET_CACHE, XDG_CACHE_HOME }: NodeJS.ProcessEnv = process.env): string {
  return FACET_CACHE ? resolve(FACET_CACHE) : join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'facet');
}

/** Where a Temporal that was downloaded or built is kept. */
export function cacheFolder(environment?: NodeJS.ProcessEnv): string {
  return join(cacheRoot(environment), `temporal-v${version}`);
}
