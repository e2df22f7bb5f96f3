import { startServer, type ServerProcess, type Stack } from '@facet/stack';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from '../service/load.ts';
import { OPERATIONS, targetOf } from '../service/operations.ts';
import { globalId, type Person } from '../service/people.ts';
import type { FilledLibrary } from '../service/seed.ts';

/** Where PostgreSQL is, which a recorder may stand before. */
export type Urls = Pick<Stack, 'appUrl' | 'opsUrl'>;

/** Something that answers with a page of 50 tokens. */
export interface Rival {
  readonly name: 'API' | 'by hand' | 'PostGraphile';
  start(stack: Stack, urls: Urls): Promise<ServerProcess>;
  target(url: string, person: Person, library: FilledLibrary): Target;
}

/** PostGraphile's package, which is no part of the workspace: 300 MB that nobody else is to install. */
const FOLDER = join(import.meta.dirname, '..', '..', 'postgraphile');

const PAGE = OPERATIONS.find(({ name }) => name === 'page')!;

const environmentOf = ({ environment }: Stack, { appUrl, opsUrl }: Urls) => ({
  FACET_SECRET: environment['FACET_SECRET']!,
  APP_URL: appUrl,
  OPS_URL: opsUrl,
  NODE_ENV: 'production',
});

export const RIVALS: readonly Rival[] = [
  {
    name: 'API',
    start: (stack, { appUrl, opsUrl }) =>
      stack.startApi({
        DATABASE_APP_URL: appUrl,
        DATABASE_OPS_URL: opsUrl,
        NODE_ENV: 'production',
        // The others know no shares.
        FACET_REQUESTS_PER_PERSON: '500',
      }),
    target: (url, person, library) => targetOf(url, PAGE, person, library),
  },
  {
    name: 'by hand',
    start: (stack, urls) =>
      startServer('by-hand', 'tools/bench/src/page/by-hand-server.ts', environmentOf(stack, urls)),
    target: (url, { cookie }, { libraryId }) => ({
      url: `${url}/page`,
      headers: { cookie },
      body: JSON.stringify({ library: globalId('Library', libraryId), first: 50 }),
    }),
  },
  {
    name: 'PostGraphile',
    start: (stack, urls) => {
      install();
      const environment = { ...environmentOf(stack, urls), GRAPHILE_ENV: 'production' };
      return startServer('postgraphile', 'tools/bench/postgraphile/server.mjs', environment);
    },
    target: (url, { cookie }, { libraryId }) => ({
      url: `${url}/graphql`,
      headers: { cookie },
      body: JSON.stringify({
        query: readFileSync(join(FOLDER, 'page.graphql'), 'utf8'),
        variables: { library: libraryId },
      }),
    }),
  },
];

/** By its own lockfile, once. */
function install(): void {
  if (existsSync(join(FOLDER, 'node_modules', '.package-lock.json'))) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status, stderr, error } = spawnSync('npm', args, { cwd: FOLDER, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ci in ${FOLDER}: ${error?.message ?? stderr}`);
}
