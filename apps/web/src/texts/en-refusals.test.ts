import { accepted, answerError, ClientError } from '@facet/client';
import { buildSchema, isEnumType, isObjectType, isUnionType } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compositionRemedies, refusals, runRemedies } from './en-refusals.ts';

const read = (...path: string[]): string =>
  readFileSync(join(import.meta.dirname, '..', '..', '..', '..', ...path), 'utf8');
const schema = buildSchema(read('apps', 'api', 'schema.graphql'));

/** What only programs know of. */
const JARGON = /graphql|mutation|clientMutationKey|authorization:|\bid\b|http|undefined|null|extensions/i;

/** The error types that a mutation can answer with, by its name. */
const refused = Object.values(schema.getMutationType()!.getFields()).flatMap(({ name, type }) => {
  const result = 'ofType' in type ? type.ofType : type;
  if (!isUnionType(result)) return [];
  const errors = result.getTypes().filter((each) => isObjectType(each) && each.getInterfaces().length > 0);
  return errors
    .filter((each) => each.getInterfaces().some((face) => face.name === 'Error'))
    .map((each) => [name, each.name] as const);
});

/** As docs/api.md lists them, which a test of the API holds against what it answers. */
const operationCodes = [...read('docs', 'api.md').matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code]) => code!);

function codeOf(work: () => unknown): ClientError['code'] {
  try {
    work();
  } catch (error) {
    if (error instanceof ClientError) return error.code;
  }
  throw new Error('It was not refused.');
}

test.each(refused)('when %s answers with %s, people read a sentence about it', (_mutation, typename) => {
  const code = codeOf(() => accepted({ __typename: typename, message: 'It is so.' }));
  const said = refusals[code]('It is so.');
  expect(said).toMatch(/^[A-Z].*\.$/);
  expect(said).not.toMatch(JARGON);
});

test('of an id that is not there people read what they can do, and of a name that they have typed what the API says of it', () => {
  const ofId = 'There is nothing with this id in the organisation. Check the id and the organisation.';
  expect(read('apps', 'api', 'src', 'errors.ts')).toContain(ofId);
  expect(refusals['not-found'](ofId)).not.toMatch(JARGON);
  const ofName = 'No organisation has the short name "no-such-team". Ask them for it.';
  expect(refusals['not-found'](ofName)).toBe(ofName);
});

test('every mutation can be refused, so none is left out', () => {
  expect(new Set(refused.map(([mutation]) => mutation)).size).toBe(
    Object.keys(schema.getMutationType()!.getFields()).length,
  );
});

test.each(operationCodes)('of the code %s people read a sentence, and never that the answer is unknown', (code) => {
  const { code: known } = answerError([{ message: 'It is so.', extensions: { code } }]);
  expect(refusals[known]('It is so.')).toMatch(/^[A-Z].*\.$/);
});

test('what to do is said of each way in which a run fails', () => {
  const codes = schema.getType('RunErrorCode');
  expect(isEnumType(codes) && codes.getValues().map(({ name }) => name)).toEqual(Object.keys(runRemedies).toSorted());
  expect(Object.keys(compositionRemedies)).toEqual(Object.keys(runRemedies));
  for (const remedy of [runRemedies, compositionRemedies].flatMap((each) => Object.values(each)))
    expect(remedy).not.toMatch(JARGON);
});
