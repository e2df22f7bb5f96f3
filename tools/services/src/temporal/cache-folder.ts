import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { version } from './release.ts';

/** Where a Temporal that was downloaded or built is kept for all checkouts of this user. */
export function cacheFolder({ FACET_CACHE, XDG_CACHE_HOME }: NodeJS.ProcessEnv = process.env): string {
  const root = FACET_CACHE ? resolve(FACET_CACHE) : join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'facet');
  return join(root, `temporal-v${version}`);
}
