import type { Attribute } from '@facet/inversion';
import { userPath } from '../paths.ts';
import type { Remote } from './client.ts';
import { RemoteError } from './errors.ts';
import { findLibrary } from './libraries.ts';
import { KindOfDocument, ModelsDocument, type TokenFieldsFragment } from './operations.ts';
import { readRunRecord } from './run-record.ts';
import { listTokens, type TokenFilter } from './tokens.ts';
import { upper } from './upper.ts';

/** What kind of thing an id names, such as `Token`; undefined for none. */
export async function kindOf(remote: Remote, id: string): Promise<string | undefined> {
  return (await remote.run(KindOfDocument, { id })).node?.__typename;
}

/**
 * The id of the token that the user means for an attribute: by the folder of an inversion that ran there, by the token's
 * name, by its id, or by the id of its inversion.
 * @throws RemoteError `not-found` for none, `invalid-input` for several of the name
 */
export async function findToken(remote: Remote, attribute: Attribute, named: string): Promise<string> {
  const inversionId = (await readRunRecord(userPath(named), remote.url))?.inversionId;
  if (inversionId !== undefined) return tokenOf(remote, attribute, { inversionId }, named);
  const byName = (await suitable(remote, attribute, { name: named })).filter(({ name }) => name === named);
  if (byName.length > 0) return only(byName, attribute, named);
  switch (await kindOf(remote, named)) {
    case 'Token':
      return named;
    case 'Inversion':
      return tokenOf(remote, attribute, { inversionId: named }, named);
    default:
      throw nothing(attribute, named);
  }
}

async function tokenOf(remote: Remote, attribute: Attribute, filter: TokenFilter, named: string): Promise<string> {
  const found = await suitable(remote, attribute, filter);
  if (found.length === 0) throw nothing(attribute, named);
  return only(found, attribute, named);
}

/** Tokens of the attribute; one of the whole picture goes in the object's place. */
async function suitable(remote: Remote, attribute: Attribute, filter: TokenFilter): Promise<TokenFieldsFragment[]> {
  const { nodes } = await listTokens(remote, filter);
  const names: readonly string[] = attribute === 'object' ? ['OBJECT', 'TOKEN'] : [upper(attribute)];
  return nodes.filter((token) => names.includes(token.attribute));
}

function only(tokens: readonly TokenFieldsFragment[], attribute: Attribute, named: string): string {
  const [token] = tokens;
  if (tokens.length === 1) return token!.id;
  const choices = tokens.map(({ id, library }) => `\n  ${id} in ${library.name}`).join('');
  throw new RemoteError(
    'invalid-input',
    `There are several ${attribute} tokens "${named}"; give the id of one:${choices}`,
  );
}

const nothing = (attribute: Attribute, named: string): RemoteError =>
  new RemoteError('not-found', `There is no ${attribute} token "${named}". \`facet remote tokens\` lists them.`);

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
