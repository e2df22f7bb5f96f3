import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Caller } from './client.ts';

const ORGANIZATIONS = 100;
const CONNECTIONS = 5;

let api: TestApi;
let callers: readonly { readonly organizationId: string; readonly caller: Caller }[];
beforeAll(async () => {
  api = await startApi({
    DATABASE_POOL_SIZE: String(CONNECTIONS),
    FACET_REQUESTS_PER_PERSON: String(ORGANIZATIONS),
  });
  // One person who belongs to all of them: nothing but the header says for which a request is.
  const person = await signUp(api);
  const { rows } = await api.admin.query<{ id: string }>(
    `with made as (
       insert into auth.organization (name, slug) select 'Team ' || n, 'team-' || n from generate_series(1, $1::int) n returning id
     ), joined as (
       insert into auth.member (organization_id, user_id, role) select id, $2::uuid, 'owner' from made
     )
     select id from made`,
    [ORGANIZATIONS, person.userId],
  );
  callers = rows.map(({ id }) => {
    const organizationId = encodeId('Organization', id);
    return { organizationId, caller: person.within(organizationId) };
  });
});
afterAll(() => api.close());

const WITHIN_MS = 240_000;

test(
  `${ORGANIZATIONS} organisations at once, over ${CONNECTIONS} connections, each see and write only what is theirs`,
  async () => {
    const write = `mutation ($name: String!) { createLibrary(name: $name, visibility: ORGANIZATION) {
      ... on Library { id organization { id } } ... on Error { message } } }`;
    const read = `query ($id: ID!) { viewer { organization { id } } node(id: $id) { id }
      libraries { totalCount edges { node { name organization { id } } } } }`;
    const made = await Promise.all(
      callers.map(async ({ organizationId, caller }) => {
        const { data } = await caller.run(write, { name: `of ${organizationId}` });
        expect(data.createLibrary.organization.id).toBe(organizationId);
        return data.createLibrary.id as string;
      }),
    );
    await Promise.all(
      callers.map(async ({ organizationId, caller }, i) => {
        // The neighbour's, asked for in the middle of the others' requests.
        const { data } = await caller.run(read, { id: made[(i + 1) % made.length] });
        expect(data).toEqual({
          viewer: { organization: { id: organizationId } },
          node: null,
          libraries: {
            totalCount: 1,
            edges: [{ node: { name: `of ${organizationId}`, organization: { id: organizationId } } }],
          },
        });
      }),
    );
    const { rows } = await api.admin.query(
      `select count(*)::int as used from pg_stat_activity where application_name = 'facet-api' and datname = current_database()`,
    );
    expect(rows[0].used).toBeLessThanOrEqual(CONNECTIONS);
  },
  WITHIN_MS,
);
