import { buildSchema, getIntrospectionQuery, validate } from 'graphql';
import { expect, test } from 'vitest';
import { LIMITS, parseDocument, refuseTooLarge } from './document-limits.ts';

const check = (query: string): void => refuseTooLarge(parseDocument(query));
const refused = expect.objectContaining({
  extensions: expect.objectContaining({ code: 'OPERATION_TOO_LARGE' }),
}) as Error;
const many = (count: number, text: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(' ');

/** Each held a whole process for seconds to validate, with few enough tokens. */
test.each([
  ['one field again and again', `{ ${many(400, () => 'a { b }')} }`],
  ['few fields again and again in each other', `{ ${many(25, () => `a { ${many(25, () => 'b')} }`)} }`],
  [
    'the same through fragments',
    `{ ${many(60, (i) => `...F${i}`)} } ${many(60, (i) => `fragment F${i} on Query { ${many(4, () => 'a { b }')} }`)}`,
  ],
  [
    'fragments that nobody uses',
    `{ a } ${many(40, (i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`)} fragment F40 on Query { a }`,
  ],
  ['introspection', `{ __schema { ${many(400, () => 'types { name }')} } }`],
  ['depth', `{ ${'a {'.repeat(12)} b ${'}'.repeat(12)} }`],
  ['aliases', `{ ${many(51, (i) => `a${i}: a`)} }`],
])('refused before it is validated: %s', (_what, query) => {
  expect(() => check(query)).toThrow(refused);
});

test('what is left after that needs few comparisons of validation, whatever is written', () => {
  const schema = buildSchema('type Query { a: Query b: Int }');
  const widest = Math.floor(Math.sqrt(2 * LIMITS.pairs));
  const query = `{ ${many(widest, () => 'b')} }`;
  check(query);
  expect(validate(schema, parseDocument(query))).toEqual([]);
  expect(() => check(`{ ${many(widest + 2, () => 'b')} }`)).toThrow(refused);
});

test('what tools and pages send is let through: introspection, fragments in each other, unions', () => {
  expect(() => check(getIntrospectionQuery())).not.toThrow();
  const fragments = `{ a { ...F } b { ...F ...G } } fragment F on T { id name ...G } fragment G on T { id name }`;
  expect(() => check(fragments)).not.toThrow();
});

test('a fragment that contains itself is left to validation, which names it', () => {
  expect(() => check('{ ...A } fragment A on Query { ...B } fragment B on Query { a ...A }')).not.toThrow();
});
