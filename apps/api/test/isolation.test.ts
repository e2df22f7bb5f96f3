import {
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
} from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { encodeId } from '../src/schema/ids.ts';
import { schema } from '../src/schema/index.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { addToken, createKey, createLibrary, makeAll, offerModel } from './make.ts';

let api: TestApi;
let own: Person;
let other: Person;
let ownIds: Record<string, string>;
let otherIds: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  [own, other] = [await signUp(api), await signUp(api)];
  SAMPLES['organizationSlug'] = `personal-${other.userId}`;
  [ownIds, otherIds] = [await makeAll(api, own), await makeAll(api, other)];
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

/** Values for required arguments that are no ids, by name. */
const SAMPLES: Record<string, unknown> = {
  name: 'sample',
  prompt: 'a cat',
  objectWord: 'cat',
  role: 'VIEWER',
  word: 'cat',
  format: 'NATIVE',
};

interface Place {
  readonly field: GraphQLField<unknown, unknown>;
  readonly operation: 'query' | 'mutation';
  /** Where the id goes: the argument, or a field of its input objects. */
  readonly path: readonly [argument: string, inner?: string];
  readonly kind: string;
}

const isId = ({ type }: GraphQLArgument | GraphQLInputField): boolean => getNamedType(type).name === 'ID';
const kindOf = ({ name, extensions }: GraphQLArgument | GraphQLInputField): string => {
  const kind = extensions['kind'];
  if (typeof kind !== 'string') throw new Error(`${name} takes an id and does not say of what: use id(kind).`);
  return kind;
};

/** Every argument of a query or mutation, and every field of an input object, that takes an id. */
function* places(): Generator<Place> {
  const roots = { query: schema.getQueryType()!, mutation: schema.getMutationType()! };
  for (const operation of ['query', 'mutation'] as const)
    for (const field of Object.values(roots[operation].getFields()))
      for (const argument of field.args) {
        if (isId(argument)) yield { field, operation, path: [argument.name], kind: kindOf(argument) };
        const type = getNamedType(argument.type);
        if (!isInputObjectType(type)) continue;
        for (const inner of Object.values(type.getFields()))
          if (isId(inner)) yield { field, operation, path: [argument.name, inner.name], kind: kindOf(inner) };
      }
}

/** Runs the field with this id in its place; every other id is the caller's own. */
async function ask(caller: Caller, { field, operation, path }: Place, id: string): Promise<string> {
  const values = Object.fromEntries(
    field.args.flatMap((argument) => {
      const [name, inner] = path;
      const type = getNullableType(argument.type);
      const inType = (value: unknown): unknown => (isListType(type) ? [value] : value);
      if (argument.name === name)
        return [[name, inType(inner === undefined ? id : { attribute: 'COLOR', [inner]: id })]];
      if (isId(argument) && isNonNullType(argument.type)) return [[argument.name, inType(ownIds[kindOf(argument)])]];
      if (SAMPLES[argument.name] !== undefined && !isListType(type)) return [[argument.name, SAMPLES[argument.name]]];
      return [];
    }),
  );
  const used = field.args.filter(({ name }) => name in values);
  const declared = used.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const given = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const query = `${operation} (${declared}) { ${field.name}(${given}) ${selection(field)} }`;
  const { text } = await caller.run(query, values);
  return text.replace(/"remaining":[^,]+,|"fullInSeconds":[^}]+/g, '');
}

function selection(field: GraphQLField<unknown, unknown>): string {
  const type = getNamedType(field.type);
  if (isUnionType(type)) return '{ __typename ... on Error { code message } }';
  return isObjectType(type) && type.getFields()['edges'] ? '{ totalCount edges { cursor } }' : '{ __typename }';
}

test.each([...places()].map((place) => [`${place.field.name}(${place.path.join('.')})`, place] as const))(
  "%s: another organisation's id is answered as one that never was",
  async (_name, place) => {
    const kinds = place.kind === 'any' ? Object.keys(otherIds) : [place.kind];
    for (const kind of kinds) {
      // A model belongs to no organisation, so there is no other's.
      if (kind === 'Model') continue;
      const theirs = await ask(own, place, otherIds[kind]!);
      const unknown = await ask(own, place, encodeId(kind, UNKNOWN));
      expect(theirs).toBe(unknown);
      // Not that something else was wrong with both.
      expect(theirs).toMatch(/NOT_FOUND|"totalCount":0|"node":null/);
    }
  },
);

test('the own id is answered differently, so the comparison sees something', async () => {
  const place = [...places()].find(({ field, operation }) => operation === 'query' && field.name === 'node')!;
  const kinds = ['Image', 'Library', 'Token', 'Inversion', 'Composition', 'Organization', 'User', 'Model'];
  for (const kind of kinds)
    expect(await ask(own, place, ownIds[kind]!)).not.toBe(await ask(own, place, encodeId(kind, UNKNOWN)));
});

test('nothing of the other organisation was changed by all of that', async () => {
  for (const kind of ['Image', 'Library', 'Token', 'Inversion', 'Composition']) {
    const { data } = await other.run('query ($id: ID!) { node(id: $id) { id } }', { id: otherIds[kind] });
    expect(data.node).toEqual({ id: otherIds[kind] });
  }
});

test("an API key of one organisation finds nothing of another's", async () => {
  const { secret } = await createKey(other, ['READ', 'WRITE', 'ADMINISTER']);
  const key = callerOf(api, { authorization: `Bearer ${secret}`, 'facet-organization': own.organizationId });
  const { data } = await key.run('query ($id: ID!) { node(id: $id) { id } libraries { totalCount } }', {
    id: ownIds['Token'],
  });
  expect(data).toEqual({ node: null, libraries: { totalCount: 1 } });
});

test('a grant shows a library and its tokens to be read and copied, and its end hides them at once', async () => {
  const [giver, taker] = [await signUp(api), await signUp(api)];
  const libraryId = await createLibrary(giver, 'granted');
  const tokenId = await addToken(api, giver, libraryId);
  const slug = `personal-${taker.userId}`;
  const look = async () =>
    (await taker.run('query ($id: ID!) { node(id: $id) { ... on Token { name inversion { id } } } }', { id: tokenId }))
      .data.node;
  expect(await look()).toBeNull();
  const granted = await giver.run(
    `mutation ($id: ID!, $slug: String!) { grantLibrary(libraryId: $id, organizationSlug: $slug) {
      ... on Library { grants { organization { id } } } ... on Error { message } } }`,
    { id: libraryId, slug },
  );
  expect(granted.data.grantLibrary.grants).toEqual([{ organization: { id: taker.organizationId } }]);
  expect(await look()).toEqual({ name: 'red', inversion: null });
  const renamed = await taker.run('mutation ($id: ID!) { renameToken(tokenId: $id, name: "mine") { __typename } }', {
    id: tokenId,
  });
  expect(renamed.data.renameToken.__typename).toBe('NotFoundError');
  const ownLibrary = await createLibrary(taker, 'mine');
  const copied = await taker.run(
    'mutation ($id: ID!, $to: ID!) { copyToken(tokenId: $id, libraryId: $to) { ... on Token { id source } ... on Error { message } } }',
    { id: tokenId, to: ownLibrary },
  );
  expect(copied.data.copyToken.source).toBe('COPY');
  const revoked = await giver.run(
    'mutation ($id: ID!, $to: ID!) { revokeLibraryGrant(libraryId: $id, organizationId: $to) { __typename } }',
    { id: libraryId, to: taker.organizationId },
  );
  expect(revoked.data.revokeLibraryGrant.__typename).toBe('Library');
  expect(await look()).toBeNull();
});
