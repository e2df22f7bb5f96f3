import { buildSchema, isUnionType } from 'graphql';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accepted } from './accepted.ts';
import { ClientError } from './client-error.ts';

const schema = buildSchema(
  readFileSync(join(import.meta.dirname, '..', '..', '..', '..', 'apps', 'api', 'schema.graphql'), 'utf8'),
);

/** Every member of a union of the schema that has `Error` among its interfaces. */
const unions = Object.values(schema.getTypeMap()).filter((type) => isUnionType(type));
const errorTypes = [...new Set(unions.flatMap((union) => union.getTypes()))]
  .filter((type) => type.getInterfaces().some(({ name }) => name === 'Error'))
  .map(({ name }) => name);

test.each(errorTypes)('%s of a result union is thrown, with a code of its own, its message and its reason', (name) => {
  const result = { __typename: name, message: 'It is so.', reason: 'too-many-pixels' };
  const caught = (() => {
    try {
      return accepted(result);
    } catch (error) {
      return error;
    }
  })();
  expect(caught).toBeInstanceOf(ClientError);
  expect(caught).toMatchObject({ message: 'It is so.', reason: 'too-many-pixels', retryable: false });
});

test('each error type has another code', () => {
  const codes = errorTypes.map((name) => {
    try {
      accepted({ __typename: name });
      return '';
    } catch (error) {
      return (error as ClientError).code;
    }
  });
  expect(new Set(codes).size).toBe(errorTypes.length);
  expect(codes).not.toContain('');
});

test('what is no error is given as it is', () => {
  const library = { __typename: 'Library', id: 'x' } as const;
  expect(accepted(library)).toBe(library);
});
