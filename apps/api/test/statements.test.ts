import type { PictureSizes } from '@facet/contracts';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { addToken, createLibrary } from './make.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
});
afterAll(() => api.close());

const SIZES: PictureSizes = { small: [320, 320], medium: [512, 512], full: [512, 512] };

const PAGE = `query ($library: ID!) {
  tokens(libraryId: $library, first: 50) {
    edges { node { id name attribute palette { name } picture { url width height } library { id name tokenCount } } }
    totalCount pageInfo { endCursor } } }`;

/** What goes to PostgreSQL while a library's page is asked for, without what opens and closes transactions. */
async function statementsOf(library: string): Promise<{ rows: number; statements: string[] }> {
  const query = vi.spyOn(Client.prototype, 'query');
  try {
    const { data } = await person.run(PAGE, { library });
    const texts = query.mock.calls.map(([sent]) => (typeof sent === 'string' ? sent : (sent as { text: string }).text));
    const statements = texts.filter((text) => !/^(begin|commit|select set_config)/.test(text));
    return { rows: data.tokens.edges.length, statements };
  } finally {
    query.mockRestore();
  }
}

test('a page of 50 tokens costs as many SQL statements as a page of one, and those are few', async () => {
  const [small, large] = [await createLibrary(person, 'small'), await createLibrary(person, 'large')];
  await addToken(api, person, small, 'one', { previewKey: 'organizations/x/0.png', pictureSizes: SIZES });
  for (let i = 0; i < 50; i++)
    await addToken(api, person, large, `token ${i}`, { previewKey: `organizations/x/${i}.png`, pictureSizes: SIZES });
  const [one, fifty] = [await statementsOf(small), await statementsOf(large)];
  expect([one.rows, fifty.rows]).toEqual([1, 50]);
  expect(fifty.statements).toHaveLength(one.statements.length);
  // Session with its user and organisation, budget; then tokens with their library, their count, and that of the library.
  expect(fifty.statements).toHaveLength(5);
});

test('a document that is sent again and again is answered as it was the first time, with its errors too', async () => {
  const library = await createLibrary(person, 'again');
  await addToken(api, person, library);
  const documents: [query: string, variables: Record<string, unknown>][] = [
    [
      `query ($library: ID!, $with: Boolean!) { ...on Query { tokens(libraryId: $library) { totalCount
        edges { node { __typename id tags @skip(if: $with) ...More library { name } } } } } }
      fragment More on Token { title: name palette { name share } createdAt cells { layers } versions { id } }`,
      { library, with: true },
    ],
    [
      'query ($library: ID!) { node(id: $library) { __typename ... on Library { name tokenCount covers { name } } } }',
      { library },
    ],
    [
      'query ($library: ID!) { library(id: $library) { __typename ... on Library { name } ... on Error { message } } }',
      { library: person.organizationId },
    ],
    ['query { tokens(after: "nonsense") { totalCount } }', {}],
    ['query ($text: String) { tokens(text: $text) { totalCount } }', { text: 7 }],
  ];
  for (const [query, variables] of documents) {
    const answers = new Set<string>();
    for (let i = 0; i < 8; i++) {
      const { text } = await person.run(query, variables);
      answers.add(text.replace(/"cost":\{[^}]*\}/, ''));
    }
    expect([...answers]).toHaveLength(1);
  }
});
