import {
  connect,
  createOrganization,
  developmentMails,
  signUpInDevelopment,
  TypedDocumentString,
  type Client,
} from '@facet/client';
import { setTimeout as delay } from 'node:timers/promises';

const COLLEAGUES = [
  { name: 'Grace', email: 'grace@example.org', role: 'ADMIN' },
  { name: 'Linus', email: 'linus@example.org', role: 'VIEWER' },
] as const;
const INVITED = { email: 'mary@example.org', role: 'MEMBER' } as const;
const PASSWORD = 'a long password';

/**
 * Has others work together with somebody: members, one who is still invited, and an organisation that is offered a library; and a
 * program has a key.
 * @param api where e-mails are read that nobody sends
 */
export async function gather(client: Client, api: string, libraryId: string): Promise<void> {
  for (const { role, ...person } of COLLEAGUES) {
    const session = await signUpInDevelopment({ url: api, password: PASSWORD, ...person });
    await client.run(INVITE, { email: person.email, role });
    const accepted = await fetch(`${api}/api/auth/organization/accept-invitation`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: api, cookie: session.cookie ?? '' },
      body: JSON.stringify({ invitationId: await invitationTo(api, person.email) }),
    });
    if (!accepted.ok) throw new Error(`${person.name} cannot accept: ${accepted.status} ${await accepted.text()}`);
  }
  await client.run(INVITE, INVITED);
  const partner = { name: 'Hana', email: 'hana@example.org', password: PASSWORD };
  const theirs = connect({ url: api, credentials: await signUpInDevelopment({ url: api, ...partner }) });
  const slug = 'harbour-prints';
  await createOrganization(theirs, { name: 'Harbour Prints', slug });
  await theirs.close();
  await client.run(OFFER, { libraryId, slug });
  await client.run(KEY, { name: 'Nightly export' });
}

async function invitationTo(api: string, email: string): Promise<string> {
  for (;;) {
    for (const { text } of await developmentMails({ url: api }, email)) {
      const id = /\/invitations\/([^/\s]+)/.exec(text)?.[1];
      if (id !== undefined) return id;
    }
    await delay(50);
  }
}

const INVITE = new TypedDocumentString<unknown, { email: string; role: string }>(
  'mutation ($email: String!, $role: Role!) { inviteMember(email: $email, role: $role) { __typename } }',
);
const OFFER = new TypedDocumentString<unknown, { libraryId: string; slug: string }>(
  `mutation ($libraryId: ID!, $slug: String!) {
    grantLibrary(libraryId: $libraryId, organizationSlug: $slug) { __typename } }`,
);
const KEY = new TypedDocumentString<unknown, { name: string }>(
  'mutation ($name: String!) { createApiKey(name: $name, scopes: [READ]) { __typename } }',
);
