import { randomUUID } from 'node:crypto';
import { OrganizationId, UserId } from '@facet/contracts';
import type { Pool } from 'pg';

/** Somebody who has signed up, with an organisation of their own. */
export interface Person {
  readonly cookie: string;
  readonly userId: UserId;
  readonly organizationId: OrganizationId;
}

export async function signUp(apiUrl: string, admin: Pool): Promise<Person> {
  const response = await fetch(`${apiUrl}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ name: 'Someone', email: `${randomUUID()}@example.org`, password: 'a long password' }),
  });
  if (!response.ok) throw new Error(`sign-up: ${response.status} ${await response.text()}`);
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
  const { user } = (await response.json()) as { user: { id: string } };
  const { rows } = await admin.query<{ id: string }>('select id from auth.organization where personal_user_id = $1', [
    user.id,
  ]);
  return {
    cookie: cookies.join('; '),
    userId: UserId.parse(user.id),
    organizationId: OrganizationId.parse(rows[0]!.id),
  };
}

export const globalId = (kind: string, id: string): string => Buffer.from(`${kind}:${id}`).toString('base64url');

/** One GraphQL operation; throws unless it was answered without errors. */
export async function ask<Data>(
  apiUrl: string,
  headers: Readonly<Record<string, string>>,
  query: string,
  variables: object = {},
): Promise<Data> {
  const response = await fetch(`${apiUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors !== undefined) throw new Error(`${query}: ${JSON.stringify(errors)}`);
  return data;
}
