import type { Client } from './client.ts';
import { NodeList } from './connection.ts';
import { accepted } from './errors/accepted.ts';
import {
  CreateLibraryDocument,
  LibrariesDocument,
  type CreateLibraryMutationVariables,
  type LibrariesQuery,
  type LibrariesQueryVariables,
} from './operations/libraries.graphql.ts';

export type Library = LibrariesQuery['libraries']['edges'][number]['node'];

/** The libraries that may be read, the newest first; those that other organisations granted are among them. */
export const listLibraries = (
  client: Client,
  filter: Omit<LibrariesQueryVariables, 'first' | 'after'> = {},
): NodeList<Library> =>
  new NodeList(async (page) => (await client.run(LibrariesDocument, { ...filter, ...page })).libraries);

/** The organisation's library of exactly this name, or undefined. */
export async function findLibrary(client: Client, name: string): Promise<Library | undefined> {
  for await (const library of listLibraries(client, { name, origin: 'OWN' })) if (library.name === name) return library;
  return undefined;
}

/** The id of the new library. */
export async function createLibrary(client: Client, input: CreateLibraryMutationVariables): Promise<string> {
  return accepted((await client.run(CreateLibraryDocument, input)).createLibrary).id;
}
