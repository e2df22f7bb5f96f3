import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp } from './client.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Ten of a mutation in one operation; `#` in its text is another number each time. */
const ten = (mutation: string, from: number): string =>
  `mutation { ${Array.from({ length: 10 }, (_, i) => `m${i}: ${mutation.replaceAll('#', String(from + i))} { __typename }`).join(' ')} }`;

test.each([
  ['API keys', 'createApiKey(name: "key #", scopes: [READ])', 'NewApiKey', '{ apiKeys { id } }', 'apiKeys', 100],
  [
    'webhooks',
    'createWebhook(url: "https://93.184.216.34/#", events: [INVERSION_FINISHED])',
    'WebhookWithSecret',
    '{ webhooks(first: 100) { edges { node { id } } } }',
    'webhooks',
    20,
  ],
  // The personal one is one of them.
  [
    'organisations of a person',
    'createOrganization(name: "Team", slug: "capped-#")',
    'Organization',
    '{ viewer { organizations { role } } }',
    'viewer',
    99,
  ],
])(
  'there are no more %s than a list shows, also of those that are made at once',
  async (_, mutation, made, query, list, cap) => {
    const person = await signUp(api);
    const kinds: string[] = [];
    const make = async (from: number): Promise<void> => {
      const { data } = await person.run(ten(mutation, from));
      kinds.push(...Object.values(data as Record<string, { __typename: string }>).map(({ __typename }) => __typename));
    };
    for (let from = 0; from + 10 < cap; from += 10) await make(from);
    await Promise.all([200, 300, 400].map(make));
    expect(kinds.filter((kind) => kind === made)).toHaveLength(cap);
    expect(kinds.filter((kind) => kind !== made)).toEqual(
      Array.from({ length: kinds.length - cap }, () => 'QuotaExceededError'),
    );
    const { data } = await person.run(query);
    const shown = data[list].organizations?.slice(1) ?? data[list].edges ?? data[list];
    expect(shown).toHaveLength(cap);
  },
);
