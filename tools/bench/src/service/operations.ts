import { globalId, type Person } from './people.ts';
import type { FilledLibrary } from './seed.ts';
import type { Target } from './load.ts';

/** What a web page shows of a library: enough fields that a forgotten loader would show. */
const PAGE = `query Page($library: ID!) {
  tokens(libraryId: $library, first: 50) {
    edges { cursor node {
      id name attribute version createdAt objectWord modelName palette { name share }
      preview { url } library { id name } } }
    pageInfo { hasNextPage endCursor } totalCount } }`;

const LIBRARIES = `query Libraries {
  libraries(first: 20) { edges { node { id name visibility tokenCount isGranted createdAt } } pageInfo { hasNextPage } } }`;

const RENAME = `mutation Rename($token: ID!, $name: String!) {
  renameToken(tokenId: $token, name: $name) { __typename ... on Token { id name } ... on Error { message } } }`;

const CREATE = `mutation Create($name: String!) {
  createLibrary(name: $name, visibility: ORGANIZATION) { __typename ... on Library { id name } ... on Error { message } } }`;

/** Stands in a body where every request has another name. */
export const NAME = 'the-name';

export type OperationName = 'page' | 'libraries' | 'rename' | 'create';

export interface Operation {
  readonly name: OperationName;
  readonly query: string;
  variables(library: FilledLibrary): Record<string, unknown>;
}

export const OPERATIONS: readonly Operation[] = [
  { name: 'page', query: PAGE, variables: ({ libraryId }) => ({ library: globalId('Library', libraryId) }) },
  { name: 'libraries', query: LIBRARIES, variables: () => ({}) },
  {
    name: 'rename',
    query: RENAME,
    variables: ({ tokenIds }) => ({ token: globalId('Token', tokenIds[0]!), name: NAME }),
  },
  { name: 'create', query: CREATE, variables: () => ({ name: NAME }) },
];

/** The operation as a request to the API of this person. */
export const targetOf = (
  apiUrl: string,
  { query, variables }: Operation,
  person: Person,
  library: FilledLibrary,
): Target => ({
  url: `${apiUrl}/graphql`,
  headers: { cookie: person.cookie },
  body: JSON.stringify({ query, variables: variables(library) }),
  unique: NAME,
});
