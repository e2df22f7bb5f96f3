import { getNamedType } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { makeAll, offerModel } from './make.ts';
import { askFor, nameOf, placesOf, SAMPLES } from './places.ts';

let api: TestApi;
let person: Person;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
  SAMPLES['organizationSlug'] = `personal-${person.userId}`;
  ids = await makeAll(api, person);
});
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

/** Beyond the bounds of whatever argument there is: notes may have 5,000 characters, and a board, which is JSON, 65,536. */
const TOO_LONG = ['x'.repeat(65_537), 'x'.repeat(5_001), `${'x'.repeat(2_000)}\n`.repeat(95)];
const BEYOND: Record<string, readonly unknown[]> = {
  String: TOO_LONG,
  Int: [-1, 0, 2 ** 31 - 1],
  Float: [-1, 1e300],
  Seed: [-1, 2 ** 32, 0.5, '1', Number.MAX_SAFE_INTEGER],
};

/** Sizes of pages, which are brought into their range; and the revision of a board, which is the one it is or is not. */
const CLAMPED = new Set(['first', 'last', 'revision']);

const PLACES = placesOf(({ name, type }) => getNamedType(type).name in BEYOND && !CLAMPED.has(name)).map(
  (place) => [nameOf(place), place] as const,
);

const REFUSED = /"BAD_USER_INPUT"|"INVALID_INPUT"|"ADDRESS_REFUSED"|"RECIPE_REFUSED"/;

const rows = async (): Promise<unknown> =>
  (
    await api.admin.query(
      'select (select count(*) from facet.inversion) + (select count(*) from facet.composition) + (select count(*) from facet.image) as count',
    )
  ).rows;

test.each(PLACES)(
  '%s is bounded: beyond, it is refused, and nothing is queued',
  async (_name, { operation, field, path }) => {
    const before = await rows();
    for (const value of BEYOND[getNamedType(path.at(-1)!.type).name]!) {
      const { query, variables } = askFor(operation, field, ids, { path, value });
      const { text, errors } = await person.run(query, variables);
      expect(text).toMatch(REFUSED);
      expect(errors.map(({ extensions }) => extensions.code)).not.toContain('INTERNAL_SERVER_ERROR');
    }
    expect(await rows()).toEqual(before);
  },
);

test('a seed out of range is refused by name, as a variable and in the document', async () => {
  const said = 'A Seed is a whole number from 0 to 4294967295, and not 4294967296.';
  const variable = await person.run(
    'mutation ($seeds: [Seed!]) { composeImages(prompt: "x", seeds: $seeds) { __typename } }',
    {
      seeds: [2 ** 32],
    },
  );
  const literal = await person.run('mutation { composeImages(prompt: "x", seeds: [4294967296]) { __typename } }');
  for (const { errors } of [variable, literal]) expect(errors[0]!.message).toContain(said);
});

test('the largest seed comes back as it was given', async () => {
  const { data, text } = await person.run(
    'mutation { composeImages(prompt: "x", seeds: [0, 4294967295]) { ... on Composition { seeds } } }',
  );
  expect(data?.composeImages ?? text).toEqual({ seeds: [0, 4294967295] });
});
