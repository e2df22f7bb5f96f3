import type { Client } from './client.ts';
import { accepted } from './errors/accepted.ts';
import { ClientError } from './errors/client-error.ts';
import {
  CreateApiKeyDocument,
  CreateOrganizationDocument,
  ViewerDocument,
  type CreateApiKeyMutationVariables,
  type CreateOrganizationMutationVariables,
  type ViewerQuery,
} from './operations/account.graphql.ts';
import { apiUrl } from './transport/address.ts';
import { request, type Fetch } from './transport/request.ts';

export interface Server {
  readonly url: string;
  readonly fetch?: Fetch;
  /** As the API knows itself, where that is another address than `url`; requests of other sites are refused. */
  readonly origin?: string;
}

export interface SignIn extends Server {
  readonly email: string;
  readonly password: string;
}

/** A session; as it is, it is credentials of `connect`. */
export interface Session {
  /** For programs. A browser keeps it to itself, and here it is missing. */
  readonly cookie?: string;
  readonly user: { readonly id: string; readonly name: string; readonly email: string };
}

/** Makes an account, which has an organisation of its own, and signs in. @throws ClientError `invalid-input` */
export const signUp = (account: SignIn & { readonly name: string }): Promise<Session> =>
  openSession(account, 'sign-up/email', { name: account.name });

/** @throws ClientError `unauthenticated` for a wrong address or password */
export const signIn = (account: SignIn): Promise<Session> => openSession(account, 'sign-in/email', {});

/**
 * Makes an organisation the session's own: it acts there when nothing else is said, and the person's next session begins there.
 * @throws ClientError `unauthenticated`, also for an organisation of others
 */
export async function chooseOrganization(
  { cookie, ...server }: Server & Pick<Session, 'cookie'>,
  organizationId: string,
): Promise<void> {
  await post(server, 'organization/set-active', { organizationId }, cookie);
}

async function openSession(
  { email, password, ...server }: SignIn,
  path: string,
  more: Readonly<Record<string, string>>,
): Promise<Session> {
  const response = await post(server, path, { email, password, ...more });
  const { user } = (await response.json()) as { user: Session['user'] };
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { ...(cookies.length > 0 && { cookie: cookies.join('; ') }), user };
}

async function post(
  { url: given, origin, fetch = globalThis.fetch.bind(globalThis) }: Server,
  path: string,
  body: Readonly<Record<string, string>>,
  cookie?: string,
): Promise<Response> {
  const url = apiUrl(given);
  const response = await request(fetch, `${url}/api/auth/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: origin ?? new URL(url).origin,
      ...(cookie !== undefined && { cookie }),
    },
    credentials: 'include',
    body: JSON.stringify(body),
  });
  if (!response.ok) throw await refusal(url, response);
  return response;
}

async function refusal(url: string, response: Response): Promise<ClientError> {
  const { status } = response;
  const text = await response.text();
  const message = `${url} does not let ${status === 429 ? 'anybody' : 'this account'} in: ${status} ${text}`;
  if (status === 401 || status === 403) return new ClientError('unauthenticated', message);
  if (status === 429) {
    const retryAfterSeconds = Number(response.headers.get('retry-after') ?? response.headers.get('x-retry-after')) || 1;
    return new ClientError('rate-limited', message, { retryAfterSeconds });
  }
  return new ClientError(status >= 500 ? 'service-failed' : 'invalid-input', message);
}

/** Who asks, in which organisation, and what is left of quotas and budget. */
export const getViewer = (client: Client): Promise<ViewerQuery> => client.run(ViewerDocument, {});

/** The global id of the new organisation. */
export async function createOrganization(client: Client, input: CreateOrganizationMutationVariables): Promise<string> {
  return accepted((await client.run(CreateOrganizationDocument, input)).createOrganization).id;
}

/** The secret of a new key of the organisation, which is not shown again. */
export async function createApiKey(client: Client, input: CreateApiKeyMutationVariables): Promise<string> {
  return accepted((await client.run(CreateApiKeyDocument, input)).createApiKey).secret;
}
