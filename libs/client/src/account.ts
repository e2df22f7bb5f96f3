import type { Client } from './client.ts';
import { accepted } from './errors/accepted.ts';
import { ClientError } from './errors/client-error.ts';
import {
  CreateApiKeyDocument,
  CreateOrganizationDocument,
  DeleteAccountDocument,
  DeleteOrganizationDocument,
  ExportOrganizationDocument,
  ViewerDocument,
  type DeleteAccountMutation,
  type DeleteAccountMutationVariables,
  type DeleteOrganizationMutationVariables,
  type CreateApiKeyMutationVariables,
  type CreateOrganizationMutationVariables,
  type ViewerQuery,
} from './operations/account.graphql.ts';
import { apiUrl } from './transport/address.ts';
import { delay } from './transport/delay.ts';
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

/**
 * Makes an account, which has an organisation of its own. The link of the e-mail that comes then confirms the address, and nobody signs in
 * before. Who has an account with the address already is told by e-mail, and nobody else. @throws ClientError `invalid-input`
 */
export async function signUp({ name, email, password, ...server }: SignIn & { readonly name: string }): Promise<void> {
  await post(server, 'sign-up/email', { name, email, password });
}

/** @throws ClientError `unauthenticated` for a wrong address or password, and for an address that is not confirmed */
export const signIn = ({ email, password, ...server }: SignIn): Promise<Session> =>
  openSession(server, 'sign-in/email', { email, password });

/** What a link of an e-mail carries after `#token=`. */
export interface LinkToken extends Server {
  readonly token: string;
}

/**
 * Confirms the address of an account, with its password, and signs in.
 * @throws ClientError `unauthenticated` for a link that is not good, or no longer, and for another password
 */
export const confirmEmail = ({ token, password, ...server }: LinkToken & Pick<SignIn, 'password'>): Promise<Session> =>
  openSession(server, 'confirm-email', { token, password });

/** Sends a link to set a new password to the address, if it has an account: the answer does not tell. */
export async function requestPasswordReset({ email, ...server }: Server & Pick<SignIn, 'email'>): Promise<void> {
  await post(server, 'request-password-reset', { email });
}

/**
 * Sets a new password by the link, and ends every session, API key and invitation of the account.
 * @throws ClientError `invalid-input` for a link that is not good, or no longer, or a password that is too short
 */
export async function resetPassword({
  token,
  newPassword,
  ...server
}: LinkToken & { readonly newPassword: string }): Promise<void> {
  await post(server, 'reset-password', { token, newPassword });
}

/** An e-mail that a service in development does not send. */
export interface DevelopmentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The e-mails to an address, newest first, of a service in development: others show them to nobody. */
export async function developmentMails(server: Server, to: string): Promise<DevelopmentMail[]> {
  const { fetch = globalThis.fetch.bind(globalThis) } = server;
  const url = apiUrl(server.url);
  const response = await request(fetch, `${url}/dev/mail.json?to=${encodeURIComponent(to)}`, {});
  if (!response.ok)
    throw new ClientError('not-found', `${url} shows no e-mails: it sends them, or is no service in development.`);
  return (await response.json()) as DevelopmentMail[];
}

/**
 * Signs up, confirms the address by the e-mail that a service in development shows, and signs in.
 * @throws ClientError `not-found` where the e-mail is not shown, `unauthenticated` for an account with another password
 */
export async function signUpInDevelopment(account: SignIn & { readonly name: string }): Promise<Session> {
  await signUp(account);
  for (let tries = 0; tries < MAIL_TRIES; tries++) {
    const [mail] = await developmentMails(account, account.email);
    const token = /#token=(\S+)/.exec(mail?.text ?? '')?.[1];
    if (token !== undefined) return confirmEmail({ ...account, token });
    await delay(MAIL_WAIT_MS);
  }
  throw new ClientError('not-found', `No e-mail to ${account.email} has come.`);
}

/** E-mails are written after the answer. */
const MAIL_TRIES = 100;
const MAIL_WAIT_MS = 50;

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

async function openSession(server: Server, path: string, body: Readonly<Record<string, string>>): Promise<Session> {
  const response = await post(server, path, body);
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

/** All that the organisation has, as one zip file: fetch it from `url`, which makes it meanwhile; to cancel it, end the download. */
export const exportOrganization = async (client: Client) =>
  accepted((await client.run(ExportOrganizationDocument, {})).exportOrganization);

/** Deletes the team that the session acts for. It cannot be undone; its short name and the person's password confirm it. */
export async function deleteOrganization(client: Client, input: DeleteOrganizationMutationVariables): Promise<void> {
  accepted((await client.run(DeleteOrganizationDocument, input)).deleteOrganization);
}

type Undecided = Extract<DeleteAccountMutation['deleteAccount'], { __typename: 'OwnerNeededError' }>['organizations'];

/**
 * Deletes the account of the session's person. The answer is empty once that is done; else it has the organisations that nobody else owns
 * and that nothing was said of, and nothing was done.
 */
export async function deleteAccount(client: Client, input: DeleteAccountMutationVariables): Promise<Undecided> {
  const result = (await client.run(DeleteAccountDocument, input)).deleteAccount;
  if (result.__typename === 'OwnerNeededError') return result.organizations;
  accepted(result);
  return [];
}
