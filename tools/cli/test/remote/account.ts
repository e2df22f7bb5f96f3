import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';

export interface Account {
  readonly email: string;
  readonly password: string;
  /** Of the session, for the header `cookie`. */
  readonly cookie: string;
  /** Global id of the personal organisation. */
  readonly organizationId: string;
  createKey(...scopes: readonly ('READ' | 'WRITE' | 'ADMINISTER')[]): Promise<string>;
}

/** Signs somebody new up, as a browser does, who has a personal organisation from then on. */
export async function signUp(): Promise<Account> {
  const url = inject('apiUrl');
  const email = `${randomUUID()}@example.org`;
  const password = 'a long password';
  const response = await fetch(`${url}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ name: 'Someone', email, password }),
  });
  if (!response.ok) throw new Error(`sign-up: ${response.status} ${await response.text()}`);
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const run = async <Result>(query: string, variables = {}): Promise<Result> => {
    const answer = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify({ query, variables }),
    });
    return ((await answer.json()) as { data: Result }).data;
  };
  const { viewer } = await run<{ viewer: { organization: { id: string } } }>('{ viewer { organization { id } } }');
  return {
    email,
    password,
    cookie,
    organizationId: viewer.organization.id,
    async createKey(...scopes) {
      const query = `mutation ($scopes: [ApiKeyScope!]!) {
        createApiKey(name: "test", scopes: $scopes) { ... on NewApiKey { secret } } }`;
      return (await run<{ createApiKey: { secret: string } }>(query, { scopes })).createApiKey.secret;
    },
  };
}
