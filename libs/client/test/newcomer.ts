import { randomUUID } from 'node:crypto';
import {
  connect,
  createApiKey,
  getViewer,
  signUpInDevelopment,
  type ApiKeyScope,
  type Client,
  type ClientOptions,
  type Session,
} from '../src/index.ts';

/** For tests and benchmarks: somebody who has just signed up, and so has a personal organisation. */
export interface Newcomer {
  readonly email: string;
  readonly password: string;
  readonly session: Session & { readonly cookie: string };
  /** Global id of the personal organisation. */
  readonly organizationId: string;
  /** Acts in the personal organisation. */
  readonly client: Client;
  createKey(...scopes: readonly ApiKeyScope[]): Promise<string>;
}

export async function newcomer(url: string, options: Omit<ClientOptions, 'url'> = {}): Promise<Newcomer> {
  const email = `${randomUUID()}@example.org`;
  const password = 'a long password';
  const { user, cookie = '' } = await signUpInDevelopment({ url, name: 'Someone', email, password });
  const session = { user, cookie };
  const client = connect({ url, credentials: session, ...options });
  const { viewer } = await getViewer(client);
  return {
    email,
    password,
    session,
    organizationId: viewer.organization.id,
    client,
    createKey: (...scopes) => createApiKey(client, { name: 'test', scopes }),
  };
}
