import { buildSchema, findBreakingChanges, findDangerousChanges, lexicographicSortSchema, printSchema } from 'graphql';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { schema } from './index.ts';

const folder = join(import.meta.dirname, '..', '..');
const committed = readFileSync(join(folder, 'schema.graphql'), 'utf8');

test('schema.graphql is what the code defines; if not, run npm run schema -w @facet/api', () => {
  expect(committed).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
});

/** Names as clients' generators want them, connections as Relay does, nothing that no field leads to or that nothing is said of. */
const RULES = [
  'defined-types-are-used',
  'deprecations-have-a-reason',
  'descriptions-are-capitalized',
  'enum-values-all-caps',
  'fields-have-descriptions',
  'fields-are-camel-cased',
  'input-object-values-are-camel-cased',
  'relay-connection-arguments-spec',
  'relay-connection-types-spec',
  'relay-page-info-spec',
  'types-are-capitalized',
  'types-have-descriptions',
];

test('graphql-schema-linter finds nothing', () => {
  const linter = join(folder, '..', '..', 'node_modules', 'graphql-schema-linter', 'lib', 'cli.js');
  const args = [linter, '--rules', RULES.join(','), '--format', 'compact', join(folder, 'schema.graphql')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect({ status, said: `${stdout}${stderr}`.trim() }).toEqual({ status: 0, said: '' });
});

/**
 * A client of the last release goes on working. What is not to stay is deprecated first, and goes with a release that says so:
 * `npm run release -w @facet/api` copies the schema.
 */
test('nothing that the last release had was taken away or became narrower', () => {
  const released = buildSchema(readFileSync(join(folder, 'schema.released.graphql'), 'utf8'));
  expect(findBreakingChanges(released, schema).map(({ description }) => description)).toEqual([]);
  const defaults = findDangerousChanges(released, schema).filter(({ type }) => type === 'ARG_DEFAULT_VALUE_CHANGE');
  expect(defaults.map(({ description }) => description)).toEqual([
    // Which method is best is for the model to say; it stays "matte" where a model has no reader.
    'Mutation.startInversion arg method defaultValue was removed.',
  ]);
});
