import { getNamedType, isAbstractType, isLeafType, isObjectType, parse, type GraphQLObjectType } from 'graphql';
import { expect, test } from 'vitest';
import type { Viewer } from '../auth/viewer.ts';
import { schema } from '../schema/index.ts';
import { refuseReading } from './write-only.ts';

const viewer = (...permissions: string[]): Viewer => ({ permissions: new Set(permissions) }) as unknown as Viewer;
const isRefused = (document: string, who = viewer('write')): boolean => {
  try {
    refuseReading(schema, parse(document), who);
    return false;
  } catch {
    return true;
  }
};

/** Object types that a type may turn out to be. */
const objectsOf = (type: unknown): readonly GraphQLObjectType[] => {
  const named = getNamedType(type as GraphQLObjectType);
  return isAbstractType(named) ? schema.getPossibleTypes(named) : isObjectType(named) ? [named] : [];
};

/** What these do is to read, so they ask for that (test/roles.test.ts, test/export.test.ts). */
const READING = new Set(['exportTokens', 'exportOutputs', 'exportOrganization']);

/** Every field with a value of its own that whoever may write and not read can be told by answers of mutations, as `Type.field`. */
function told(): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (type: GraphQLObjectType, wrap: (selection: string) => string): void => {
    if (seen.has(type.name)) return;
    seen.add(type.name);
    for (const field of Object.values(type.getFields())) {
      if (isRefused(wrap(`... on ${type.name} { ${field.name} }`))) continue;
      if (isLeafType(getNamedType(field.type))) found.add(`${type.name}.${field.name}`);
      for (const next of objectsOf(field.type))
        visit(next, (selection) => wrap(`... on ${type.name} { ${field.name} { ${selection} } }`));
    }
  };
  for (const { name, type } of Object.values(schema.getMutationType()!.getFields()))
    for (const answer of READING.has(name) ? [] : objectsOf(type))
      visit(answer, (selection) => `mutation { ${name} { ${selection} } }`);
  return [...found].toSorted();
}

const isError = (field: string): boolean => {
  const type = schema.getType(field.split('.')[0]!);
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Error');
};

test('by the answers of mutations a key without READ is told ids, errors, and what it has just made to go on with', () => {
  expect(told().filter((field) => !field.endsWith('.id') && !isError(field))).toEqual([
    // Where to put a file, and how.
    'HttpHeader.name',
    'HttpHeader.value',
    'ImageUpload.expiresAt',
    'ImageUpload.url',
    // Of a recipe that it has given itself.
    'MissingToken.attribute',
    'MissingToken.hash',
    'MissingToken.tokenName',
    // To people only: keys make none, and delete no account.
    'NewApiKey.secret',
    'OrganizationToDecide.members',
    'OrganizationToDecide.name',
    'TokenBatchItem.tokenId',
    'TokenUpload.expiresAt',
    'TokenUpload.url',
    // Shown once, to who has made it.
    'WebhookWithSecret.secret',
  ]);
});

test.each([
  'mutation { createLibrary { ... on Library { name } } }',
  'mutation { createLibrary { ... on Node { ... on Library { id name } } } }',
  'mutation { createLibrary { ...more } } fragment more on Library { other: name }',
  'mutation { renameToken { ... on Token { library { id } } } }',
  'mutation { startInversion { ... on Inversion { ... on Inversion @include(if: true) { status } } } }',
])('in whatever way it is asked: %s', (document) => {
  expect(isRefused(document)).toBe(true);
  expect(isRefused(document, viewer('write', 'read'))).toBe(false);
});
