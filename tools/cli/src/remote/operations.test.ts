import { staleModules } from '@facet/client/codegen';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, 'operations');
const schema = join(import.meta.dirname, '..', '..', '..', '..', 'apps', 'api', 'schema.graphql');

test("the modules are what the API's schema and the operations say; if not, run npm run operations -w @facet/cli", async () => {
  const files = globSync('*.graphql', { cwd: folder }).map((name) => join(folder, name));
  expect([...(await staleModules({ schema, files, types: join(folder, 'schema.ts') })).keys()]).toEqual([]);
});
