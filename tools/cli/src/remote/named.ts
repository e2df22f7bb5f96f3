import type { Attribute } from '@facet/base';
import {
  ClientError,
  createLibrary,
  enumName,
  findLibrary,
  listModels,
  listTokens,
  type TokenFieldsFragment,
} from '@facet/client';
import { userPath } from '../paths.ts';
import { KindOfDocument } from './operations/kind-of.graphql.ts';
import type { Remote } from './remote.ts';
import { readRunRecord } from './run-record.ts';

/** What kind of thing an id names, such as `Token`; undefined for none. */
export async function kindOf(remote: Remote, id: string): Promise<string | undefined> {
  return (await remote.run(KindOfDocument, { id })).node?.__typename;
}

/**
 * The id of the token that the user means for an attribute, named as for `findTokens`.
 * @throws ClientError `not-found` for none, `invalid-input` for several of the name
 */
export async function findToken(remote: Remote, attribute: Attribute, named: string): Promise<string> {
  // One of the whole picture goes in the object's place.
  const fitting: readonly string[] = attribute === 'object' ? ['OBJECT', 'TOKEN'] : [enumName(attribute)];
  const found = await findTokens(remote, named);
  // An id means that token, whatever it is of.
  const tokens = found.filter((token) => token.id === named || fitting.includes(token.attribute));
  const [token] = tokens;
  if (!token) throw nothing(`${attribute} token`, named);
  if (tokens.length === 1) return token.id;
  const choices = tokens.map(({ id, library }) => `\n  ${id} in ${library.name}`).join('');
  const message = `There are several ${attribute} tokens "${named}"; give the id of one:${choices}`;
  throw new ClientError('invalid-input', message);
}

/**
 * The tokens that the user means: by the folder of an inversion that ran in the service, by their name, by the id of one, or
 * by the id of their inversion.
 * @throws ClientError `not-found`
 */
export async function findTokens(remote: Remote, named: string): Promise<readonly TokenFieldsFragment[]> {
  const inversionId = (await readRunRecord(userPath(named), remote.url))?.inversionId;
  if (inversionId !== undefined) return tokensOf(remote, inversionId);
  const { nodes } = await listTokens(remote, { name: named }).take();
  const byName = nodes.filter(({ name }) => name === named);
  if (byName.length > 0) return byName;
  const { node } = await remote.run(KindOfDocument, { id: named });
  if (node?.__typename === 'Token') return [node];
  if (node?.__typename === 'Inversion') return tokensOf(remote, named);
  throw nothing('token', named);
}

const tokensOf = async (remote: Remote, inversionId: string): Promise<readonly TokenFieldsFragment[]> =>
  (await listTokens(remote, { inversionId }).take()).nodes;

const nothing = (what: string, named: string): ClientError =>
  new ClientError('not-found', `There is no ${what} "${named}". \`facet remote tokens\` lists them.`);

/** The id of the organisation's library of this name or id, which is made where nothing has it. */
export async function libraryFor(remote: Remote, named: string): Promise<string> {
  try {
    return await findLibraryId(remote, named);
  } catch (error) {
    if (!(error instanceof ClientError && error.code === 'not-found')) throw error;
    return makeLibrary(remote, named);
  }
}

/** The id of the organisation's library of this name, which is made, shared with the organisation, where there is none. */
export async function ensureLibrary(remote: Remote, name: string): Promise<string> {
  return (await findLibrary(remote, name))?.id ?? makeLibrary(remote, name);
}

async function makeLibrary(remote: Remote, name: string): Promise<string> {
  const id = await createLibrary(remote, { name, visibility: 'ORGANIZATION' });
  remote.context.reporter.note(`Made the library "${name}".`);
  return id;
}

/** The id of a library by its name or id. @throws ClientError `not-found` */
export async function findLibraryId(remote: Remote, named: string): Promise<string> {
  const id = (await findLibrary(remote, named))?.id;
  if (id !== undefined) return id;
  if ((await kindOf(remote, named)) === 'Library') return named;
  throw new ClientError('not-found', `There is no library "${named}". \`facet remote libraries\` lists them.`);
}

/** The id of a model by its name, fingerprint or id. @throws ClientError `not-found` */
export async function findModelId(remote: Remote, named: string): Promise<string> {
  const models = await listModels(remote);
  const found = models.find(({ id, name, fingerprint }) => [id, name, fingerprint].includes(named));
  if (found) return found.id;
  const names = models.map(({ name }) => name).join(', ');
  throw new ClientError('not-found', `There is no model "${named}" here; there is ${names || 'none at all'}.`);
}
