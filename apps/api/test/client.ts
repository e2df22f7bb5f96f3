import { confirmEmail, signUp as openAccount } from '@facet/client';
import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Mail } from '../src/auth/mail.ts';
import { encodeId } from '../src/ids.ts';
import type { TestApi } from './api.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
  readonly data: any;
  readonly errors: { message: string; extensions: { code: string } & Record<string, unknown> }[];
  readonly extensions: Record<string, Record<string, number>>;
}

/** One caller: a session with its cookie, or an API key. */
export interface Caller {
  readonly headers: Record<string, string>;
  run(query: string, variables?: Record<string, unknown>): Promise<Answer>;
}

export function callerOf(api: TestApi, headers: Record<string, string> = {}): Caller {
  return {
    headers,
    async run(query, variables = {}) {
      const response = await fetch(`${api.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query, variables }),
      });
      const text = await response.text();
      const { data = null, errors = [], extensions = {} } = JSON.parse(text) as Partial<Answer>;
      return { status: response.status, headers: response.headers, text, data, errors, extensions };
    },
  };
}

export interface Person extends Caller {
  readonly email: string;
  readonly cookie: string;
  readonly userId: string;
  /** Global id of the personal organisation. */
  readonly organizationId: string;
  /** The same person, acting in another organisation. */
  within(organizationId: string): Caller;
}

export const PASSWORD = 'a long password';

/** Somebody who has signed up and confirmed their address. */
export async function signUp(api: TestApi, name = 'Someone'): Promise<Person> {
  const email = `${randomUUID()}@example.org`;
  await openAccount({ url: api.url, name, email, password: PASSWORD });
  const token = tokenOf(await mailTo(api, email, 'Confirm'));
  const { user, cookie = '' } = await confirmEmail({ url: api.url, token, password: PASSWORD });
  const { rows } = await api.admin.query<{ id: string }>(
    'select id from auth.organization where personal_user_id = $1',
    [user.id],
  );
  const within = (organizationId: string): Caller => callerOf(api, { cookie, 'facet-organization': organizationId });
  return {
    ...callerOf(api, { cookie }),
    email,
    cookie,
    userId: user.id,
    organizationId: encodeId('Organization', rows[0]!.id),
    within,
  };
}

/** The newest e-mail to an address whose subject begins like this; it may still be on its way. */
export async function mailTo(api: TestApi, address: string, subject: string): Promise<Mail> {
  for (;;) {
    const mail = api.mails.findLast((each) => each.to === address && each.subject.startsWith(subject));
    if (mail) return mail;
    await setTimeout(10);
  }
}

export const linkOf = ({ text }: Mail): string => /https?:\S+/.exec(text)![0];

/** What the link of an e-mail carries. */
export const tokenOf = (mail: Mail): string => /#token=(\S+)/.exec(mail.text)![1]!;
