import type { Remote } from './client.ts';
import { accepted } from './errors.ts';
import {
  CreateLibraryDocument,
  LibrariesDocument,
  type LibrariesQuery,
  type LibrariesQueryVariables,
} from './operations.ts';
import { listPages, type Listed } from './pages.ts';

export type LibraryRow = LibrariesQuery['libraries']['edges'][number]['node'];

/** The libraries that may be read, the newest first; those that other organisations granted are among them. */
export function listLibraries(
  remote: Remote,
  filter: Pick<LibrariesQueryVariables, 'name' | 'origin'> = {},
  most?: number,
): Promise<Listed<LibraryRow>> {
  return listPages(async (page) => (await remote.run(LibrariesDocument, { ...filter, ...page })).libraries, most);
}

/** The organisation's library of exactly this name, or undefined. */
export async function findLibrary(remote: Remote, name: string): Promise<LibraryRow | undefined> {
  const { nodes } = await listLibraries(remote, { name, origin: 'OWN' });
  return nodes.find((library) => library.name === name);
}

/** The id of the organisation's library of this name, which is made, shared with the organisation, where there is none. */
export async function ensureLibrary(remote: Remote, name: string): Promise<string> {
  const found = await findLibrary(remote, name);
  if (found) return found.id;
  const { createLibrary } = await remote.run(CreateLibraryDocument, { name, visibility: 'ORGANIZATION' });
  remote.context.reporter.note(`Made the library "${name}".`);
  return accepted(createLibrary).id;
}
