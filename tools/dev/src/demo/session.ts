import { ServiceError } from '@facet/services';

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/**
 * Signs up, or in where somebody has the address. Returns the session's cookie.
 * @param origin as the API knows itself; requests of other sites are refused
 * Throws `ServiceError` when the account is there with another password.
 */
export async function signIn(url: string, origin: string, { name, email, password }: Account): Promise<string> {
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${url}/api/auth/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
  const signedUp = await post('sign-up/email', { name, email, password });
  if (signedUp.ok) return cookieOf(signedUp);
  const signedIn = await post('sign-in/email', { email, password });
  if (signedIn.ok) return cookieOf(signedIn);
  const why = `${signedUp.status} ${await signedUp.text()}; ${signedIn.status} ${await signedIn.text()}`;
  throw new ServiceError(
    'start-failed',
    `${email} cannot sign in. Where another state folder made it in this database, start with that folder (--state), or give this one another database. (${why})`,
  );
}

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
