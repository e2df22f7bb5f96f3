import { Fingerprint, organizationPrefix, type OrganizationId, type UserId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newInversion, readyImage } from '../../../test/make.ts';
import {
  abandonedRuns,
  announceModel,
  createUpload,
  deleteAllStored,
  failRun,
  forgetOld,
  recordAudit,
  spendBudget,
  startInversion,
  withdrawModels,
  type Actor,
  type OrganizationTransaction,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
let userId: UserId;
let actor: Actor;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ({ id: organizationId, userId } = await it.organization('Ours'));
  actor = { kind: 'user', id: userId };
});

const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);
const soon = (): Date => new Date(Date.now() + 60_000);
const upload = { name: 'cat.png', type: 'image/png', bytes: 100 };

test('a run is abandoned when nobody has held its model for long, and not while a worker merely restarts', async () => {
  const fingerprint = Fingerprint.parse('ee'.repeat(32));
  const traits = { size: 64, methods: ['matte'], schedulers: ['ddim'], hasImageEncoder: true };
  const announce = (): Promise<void> =>
    it.operations.withOperations((t) =>
      announceModel(t, 'w', 'cpu', { fingerprint, name: 'rare', embeddingWidth: 64, layers: 6, traits }),
    );
  await announce();
  const input = await inside((t) => newInversion(t, actor));
  const { id } = await inside((t) => startInversion(t, actor, { ...input, fingerprint }));
  const isAbandoned = async (): Promise<boolean> => {
    const found = await it.operations.withOperations((t) =>
      abandonedRuns(t, 'inversion', { olderThanSeconds: 600, limit: 100 }),
    );
    return found.some((run) => run.id === id);
  };
  const age = (table: string, column: string): Promise<unknown> =>
    it.admin.query(`update facet.${table} set ${column} = now() - interval '1 hour' where fingerprint = $1`, [
      fingerprint,
    ]);
  await age('model', 'last_offered_at');
  expect(await isAbandoned()).toBe(false);
  await age('inversion', 'updated_at');
  expect(await isAbandoned()).toBe(true);
  await announce();
  await it.operations.withOperations((t) => withdrawModels(t, 'w'));
  expect(await isAbandoned()).toBe(false);
  await age('model', 'last_offered_at');
  await inside((t) => failRun(t, 'inversion', id, 'model-unavailable', 'Nobody has it.'));
  expect(await isAbandoned()).toBe(false);
});

test('sweepers see keys and states, and nothing of the content', async () => {
  for (const read of [
    'name from facet.image',
    'settings from facet.inversion',
    'prompt from facet.composition',
    'payload from facet.webhook_delivery',
    '* from facet.attribute_token',
    '* from facet.library',
    'sealed_secret from facet.webhook',
  ])
    await expect(it.operations.withOperations((t) => t.sql.execute(`select ${read}`))).rejects.toThrow(
      'permission denied',
    );
  await expect(
    it.operations.withOperations((t) => t.sql.execute(`update facet.inversion set status = 'failed'`)),
  ).rejects.toThrow('permission denied');
});

test('an organisation goes with all it has, and its objects are left to the sweeper', async () => {
  await inside(async (t) => {
    await startInversion(t, actor, await newInversion(t, actor), 'key');
    await recordAudit(t, actor, { action: 'x', subjectKind: 'x', subjectId: 'x' });
    await readyImage(t, actor);
  });
  await it.operations.withOperations(async (t) => {
    await deleteAllStored(t, organizationId, organizationPrefix(organizationId));
    await t.sql.execute(`delete from auth.organization where id = '${organizationId}'`);
  });
  const { rows } = await it.admin.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relkind = 'r' and a.attname = 'organization_id' and c.relnamespace::regnamespace::text in ('facet', 'auth')`,
  );
  const left: string[] = [];
  for (const { name } of rows) {
    const found = await it.admin.query(`select from ${name} where organization_id = $1`, [organizationId]);
    if (found.rowCount !== 0) left.push(name);
  }
  expect(left).toEqual(['facet.storage_deletion']);
});

test('old mutation keys and idle budgets are forgotten', async () => {
  await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }, 'old'));
  await it.operations.withOperations((t) => spendBudget(t, 'person:old', 1, { capacity: 10, refillPerSecond: 1 }));
  await it.operations.withOperations((t) =>
    forgetOld(t, { mutationDays: 1, budgetDays: 1, signInDays: 1, mailDays: 1 }),
  );
  const count = async (): Promise<number> =>
    (
      await it.admin.query<{ n: number }>(
        `select (select count(*) from facet.client_mutation where organization_id = $1)::int
         + (select count(*) from auth.cost_budget where subject = 'person:old')::int as n`,
        [organizationId],
      )
    ).rows[0]!.n;
  expect(await count()).toBe(2);
  await it.operations.withOperations((t) =>
    forgetOld(t, { mutationDays: -1, budgetDays: -1, signInDays: -1, mailDays: -1 }),
  );
  expect(await count()).toBe(0);
});
