import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const WEB = join(import.meta.dirname, '..');

interface Route {
  readonly route: string;
  readonly firstLoadChunkPaths: readonly string[];
}

/** As Next's build says which scripts a page loads at first. */
const routes = JSON.parse(
  readFileSync(join(WEB, '.next', 'diagnostics', 'route-bundle-stats.json'), 'utf8'),
) as Route[];
const ACCOUNT = /^\/(sign-in|sign-up|forgot|reset-password|confirm-email|check-mail|invitations)/;

const kilobytes = ({ firstLoadChunkPaths }: Route): number =>
  firstLoadChunkPaths.reduce((sum, path) => sum + gzipSync(readFileSync(join(WEB, path))).length, 0) / 1000;

test.each(routes.map((route) => [route.route, ACCOUNT.test(route.route) ? 170 : 275, route] as const))(
  '%s loads at most %i kB of scripts, compressed',
  (_path, limit, route) => {
    expect(kilobytes(route)).toBeLessThanOrEqual(limit);
  },
);

test('the list of the build has the pages', () => {
  expect(routes.map(({ route }) => route)).toEqual(
    expect.arrayContaining(['/sign-in', '/library', '/compose', '/runs/[id]']),
  );
});
