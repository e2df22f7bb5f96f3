import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { complaints, workspace } from '../test/complaints.ts';
import { forbiddenImport, forbiddenMember } from './query-doors.js';

test.each(['pg', 'pg-pool', 'postgres', 'drizzle-orm/node-postgres', 'drizzle-orm/postgres-js'])(
  'a driver is imported by the doors of libs/db and nowhere else: %s',
  (driver) => {
    expect(forbiddenImport('libs/db/src/connection/pool.ts', driver)).toBeUndefined();
    expect(forbiddenImport('libs/db/src/migrate/migrate.ts', driver)).toBeUndefined();
    for (const path of ['libs/db/src/repositories/tokens.ts', 'apps/api/src/main.ts', 'libs/storage/src/index.ts'])
      expect(forbiddenImport(path, driver)).toContain('withOrganization');
  },
);

test('statements are written in libs/db and nowhere else', () => {
  expect(forbiddenImport('libs/db/src/repositories/tokens.ts', 'drizzle-orm')).toBeUndefined();
  expect(forbiddenImport('libs/db/src/schema/token.ts', 'drizzle-orm/pg-core')).toBeUndefined();
  expect(forbiddenImport('apps/worker/src/activities.ts', 'drizzle-orm')).toContain('libs/db/src/repositories');
  expect(forbiddenMember('apps/api/src/schema/token.ts', 'sql', 'execute')).toContain('libs/db/src/repositories');
  expect(forbiddenMember('libs/db/src/repositories/tokens.ts', 'sql', 'select')).toBeUndefined();
});

test('packages and members that only look alike are left alone', () => {
  expect(forbiddenImport('apps/api/src/main.ts', 'pgvector')).toBeUndefined();
  expect(forbiddenImport('apps/api/src/main.ts', '@facet/db')).toBeUndefined();
  expect(forbiddenMember('apps/api/src/main.ts', 'cache', 'delete')).toBeUndefined();
});

test("better-auth's door is handed on by apps/api/src/auth and nowhere else", () => {
  expect(forbiddenMember('apps/api/src/auth/auth.ts', 'operations', 'identities')).toBeUndefined();
  expect(forbiddenMember('apps/api/src/schema/viewer.ts', 'operations', 'identities')).toContain('better-auth');
});

test('tests may look behind row security', () => {
  expect(forbiddenImport('apps/api/test/isolation.test.ts', 'pg')).toBeUndefined();
  expect(forbiddenImport('libs/db/src/repositories/tokens.test.ts', 'pg')).toBeUndefined();
  expect(forbiddenImport('apps/api/src/latest/run.ts', 'pg')).toBeDefined();
});

test('oxlint reports violations through the plugin, and leaves types alone', () => {
  // The rule goes by the path from the root; a folder that git ignores is inside it and in nobody's way.
  const folder = join(workspace, '.facet', `lint-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  try {
    const file = join(folder, 'bad.ts');
    const lines = [
      "import type { Client } from 'pg';",
      "import { Pool } from 'pg';",
      'export const peek = (t: { sql: Pool }, c?: Client) => [t.sql.query("select 1"), c];',
      "export const load = () => import('drizzle-orm/node-postgres');",
    ];
    writeFileSync(file, lines.join('\n'));
    const output = complaints('query-doors', folder, file);
    expect([...output.matchAll(/facet\(query-doors\)/g)]).toHaveLength(3);
    expect(output).not.toContain('bad.ts:1:');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
