import { staleModules } from '@facet/client/codegen';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const WEB = join(import.meta.dirname, '..', '..');

test('the modules are what the schema and the operations say; if not, run npm run operations -w @facet/web', async () => {
  const files = globSync('src/**/*.graphql', { cwd: WEB }).map((file) => join(WEB, file));
  const schema = join(WEB, '..', 'api', 'schema.graphql');
  const types = join(WEB, 'src', 'graphql', 'schema.ts');
  expect(files.length).toBeGreaterThan(0);
  expect([...(await staleModules({ schema, files, types, form: 'tree' })).keys()]).toEqual([]);
});
