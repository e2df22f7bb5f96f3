import type { Attribute } from '@facet/base';
import { userPath } from '../paths.ts';
import type { Remote } from './client.ts';
import { RemoteError } from './errors.ts';
import { ensureLibrary, findLibrary } from './libraries.ts';
import { KindOfDocument, ModelsDocument, type TokenFieldsFragment } from './operations.ts';
import { readRunRecord } from './run-record.ts';
import { listTokens } from './tokens.ts';
import { upper } from './upper.ts';

/** What kind of thing an id names, such as `Token`; undefined for none. */
export async function kindOf(remote: Remote, id: string): Promise<string | undefined> {
  return (await remote.run(KindOfDocument, { id })).node?.__typename;
}

/**
 * The id of the token that the user means for an attribute, named as for `findTokens`.
 * @throws RemoteError `not-found` for none, `invalid-input` for several of the name
 */
export async function findToken(remote: Remote, attribute: Attribute, named: string): Promise<string> {
  // One of the whole picture goes in the object's place.
  const fitting: readonly string[] = attribute === 'object' ? ['OBJECT', 'TOKEN'] : [upper(attribute)];
  const found = await findTokens(remote, named);
  // An id means that token, whatever it is of.
  const tokens = found.filter((token) => token.id === named || fitting.includes(token.attribute));
  const [token] = tokens;
  if (!token) throw nothing(`${attribute} token`, named);
  if (tokens.length === 1) return token.id;
  const choices = tokens.map(({ id, library }) => `\n  ${id} in ${library.name}`).join('');
  const message = `There are several ${attribute} tokens "${named}"; give the id of one:${choices}`;
  throw new RemoteError('invalid-input', message);
}

/**
 * The tokens that the user means: by the folder of an inversion that ran in the service, by their name, by the id of one, or
 * by the id of their inversion.
 * @throws RemoteError `not-found`
 */
export async function findTokens(remote: Remote, named: string): Promise<readonly TokenFieldsFragment[]> {
  const inversionId = (await readRunRecord(userPath(named), remote.url))?.inversionId;
  if (inversionId !== undefined) return (await listTokens(remote, { inversionId })).nodes;
  const byName = (await listTokens(remote, { name: named })).nodes.filter(({ name }) => name === named);
  if (byName.length > 0) return byName;
  const { node } = await remote.run(KindOfDocument, { id: named });
  if (node?.__typename === 'Token') return [node];
  if (node?.__typename === 'Inversion') return (await listTokens(remote, { inversionId: named })).nodes;
  throw nothing('token', named);
}

const nothing = (what: string, named: string): RemoteError =>
  new RemoteError('not-found', `There is no ${what} "${named}". \`facet remote tokens\` lists them.`);

/** The id of the organisation's library of this name or id, which is made where nothing has it. */
export async function libraryFor(remote: Remote, named: string): Promise<string> {
  try {
    return await findLibraryId(remote, named);
  } catch (error) {
    if (!(error instanceof RemoteError && error.code === 'not-found')) throw error;
    return ensureLibrary(remote, named);
  }
}

/** The id of a library by its name or id. @throws RemoteError `not-found` */
export async function findLibraryId(remote: Remote, named: string): Promise<string> {
  const id = (await findLibrary(remote, named))?.id;
  if (id !== undefined) return id;
  if ((await kindOf(remote, named)) === 'Library') return named;
  throw new RemoteError('not-found', `There is no library "${named}". \`facet remote libraries\` lists them.`);
}

/** The id of a model by its name, fingerprint or id. @throws RemoteError `not-found` */
export async function findModelId(remote: Remote, named: string): Promise<string> {
  const { models } = await remote.run(ModelsDocument, {});
  const found = models.find(({ id, name, fingerprint }) => [id, name, fingerprint].includes(named));
  if (found) return found.id;
  const names = models.map(({ name }) => name).join(', ');
  throw new RemoteError('not-found', `There is no model "${named}" here; there is ${names || 'none at all'}.`);
}
