import { afterAll, beforeAll, expect, test } from 'vitest';
import { violations } from '../../test/catalogue.ts';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';

let it: TestDatabase;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());

test('every table follows the rules of tenancy', async () => {
  expect(await violations(it.admin)).toEqual([]);
});

const own = `organization_id = (select nullif(current_setting('app.organization_id', true), '')::uuid)`;
const sound = [
  'create table facet.probe (organization_id uuid not null, id uuid not null, token_id uuid, primary key (organization_id, id))',
  'alter table facet.probe enable row level security, force row level security',
  `create policy tenant on facet.probe to facet_app using (${own}) with check (${own})`,
  `select facet.announces('facet.probe', '{INSERT,UPDATE,DELETE}', 'select organization_id, ''Library'', id::text, null, null, null from changed')`,
];

test.each<[string, string[]]>([
  ['row security is forced', ['alter table facet.probe no force row level security']],
  ['row security is forced', ['alter table facet.probe disable row level security']],
  ['a policy compares the organisation', ['drop policy tenant on facet.probe']],
  [
    'a policy compares the organisation',
    ['drop policy tenant on facet.probe', `create policy tenant on facet.probe to facet_app using (${own})`],
  ],
  ['says what has changed', ['drop trigger announce_delete on facet.probe']],
  ['says what has changed', ['alter table facet.probe disable trigger announce_update']],
  ['has WITH CHECK', [`create policy also on facet.probe for update to facet_app using (${own})`]],
  ['names an organisation', ['create policy open on facet.probe for select to facet_app using (true)']],
  ['names an organisation', ['create policy open on facet.probe for select using (true)']],
  [
    'carries the organisation',
    [
      'create unique index token_by_id on facet.attribute_token (id)',
      'alter table facet.probe add foreign key (token_id) references facet.attribute_token (id)',
    ],
  ],
  ['is per organisation', ['create unique index on facet.probe (token_id)']],
  ['runs as who asks', ['create view facet.peek as select * from facet.probe']],
  ['none is materialised', ['create materialized view facet.heap as select * from facet.probe']],
  ['runs as its owner', ['create function facet.peek() returns int security definer return 1']],
  ['own nothing', ['alter table facet.probe owner to facet_app']],
  ['may truncate', ['grant truncate on facet.probe to facet_app']],
])('a table is caught of which it is not true that "%s" (%#)', async (rule, statements) => {
  const client = await it.admin.connect();
  try {
    await client.query('begin');
    for (const statement of sound) await client.query(statement);
    expect(await violations(client)).toEqual([]);
    for (const statement of statements) await client.query(statement);
    expect((await violations(client)).join()).toContain(rule);
  } finally {
    await client.query('rollback');
    client.release();
  }
});
