import {
  Fingerprint,
  newId,
  organizationPrefix,
  type ImageId,
  type OrganizationId,
  type UserId,
} from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/database.ts';
import { FINGERPRINT, newInversion, readyImage } from '../../test/make.ts';
import {
  abandonedInversions,
  announceModel,
  completeImage,
  createUpload,
  deleteAllStored,
  deleteImage,
  ensurePersonalOrganization,
  failRun,
  expiredUploads,
  findImport,
  findOrganizationBySlug,
  forgetDeletions,
  forgetOld,
  getImages,
  getUsers,
  importImage,
  inversions,
  isOffered,
  listApiKeys,
  listAuditEvents,
  listImages,
  listMembers,
  listModels,
  recordAudit,
  rejectImage,
  roleOf,
  setQuota,
  spendBudget,
  startInversion,
  storageDeletions,
  usageOfMonth,
  withdrawModels,
  type Actor,
  type OrganizationTransaction,
} from '../index.ts';

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
const checked = { storageKey: 'k', thumbnailKey: null, width: 8, height: 8, bytes: 9, sha256: 'a'.repeat(64) };
const everything = { olderThanSeconds: -1, limit: 100 };

test('an upload is completed once; its original is left to the sweeper, under the organisation’s prefix', async () => {
  const { id, uploadKey } = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }, 'key'));
  expect(uploadKey).toMatch(new RegExp(`^${organizationPrefix(organizationId)}uploads/${id}/`));
  const again = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }, 'key'));
  expect(again.uploadKey).toBe(uploadKey);
  expect(await inside((t) => completeImage(t, id, checked))).toMatchObject({ status: 'ready', uploadKey: null });
  await inside((t) => completeImage(t, id, { ...checked, storageKey: 'other' }));
  expect(await inside((t) => getImages(t, [id]))).toMatchObject([{ storageKey: 'k' }]);
  const deletions = await it.operations.withOperations((t) => storageDeletions(t, everything));
  expect(deletions.map(({ key }) => key)).toContain(uploadKey);
  await it.operations.withOperations((t) => forgetDeletions(t, [uploadKey!]));
  expect(await it.operations.withOperations((t) => storageDeletions(t, everything))).toEqual([]);
});

test('a rejected upload cannot be completed, nor a completed one rejected', async () => {
  const make = (): Promise<ImageId> =>
    inside(async (t) => (await createUpload(t, actor, { ...upload, expiresAt: soon() })).id);
  const [bad, good] = [await make(), await make()];
  await inside((t) => rejectImage(t, bad, 'not-a-picture'));
  await expect(inside((t) => completeImage(t, bad, checked))).rejects.toMatchObject({ code: 'wrong-state' });
  await inside((t) => completeImage(t, good, checked));
  await expect(inside((t) => rejectImage(t, good, 'x'))).rejects.toMatchObject({ code: 'wrong-state' });
});

test('uploads whose time is over are found, others are not', async () => {
  const late = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: new Date(Date.now() - 60_000) }));
  const early = await inside((t) => createUpload(t, actor, { ...upload, expiresAt: soon() }));
  const found = await it.operations.withOperations((t) => expiredUploads(t, { olderThanSeconds: 0, limit: 100 }));
  expect(found).toContainEqual({ organizationId, id: late.id });
  expect(found).not.toContainEqual({ organizationId, id: early.id });
});

test('an image that is being inverted is not deleted; after it, the inversion stays without it', async () => {
  const input = await inside((t) => newInversion(t, actor));
  await inside((t) => startInversion(t, actor, input));
  await expect(inside((t) => deleteImage(t, input.imageId))).rejects.toMatchObject({ code: 'in-use' });
  await it.admin.query(`update facet.inversion set status = 'finished' where image_id = $1`, [input.imageId]);
  await inside((t) => deleteImage(t, input.imageId));
  expect((await inside((t) => listImages(t, {}, { first: 10 }))).edges).toEqual([]);
});

test('an import is one image for each key, counts against the quota, and is looked up before it is fetched again', async () => {
  const wanted = { name: 'cat', url: 'https://example.org/cat.png' };
  const fetched = { ...checked, type: 'image/png', fetchedBytes: 70 };
  expect(await inside((t) => findImport(t, actor, wanted, 'key'))).toBeUndefined();
  const first = await inside((t) => importImage(t, actor, wanted, fetched, 'key'));
  expect(first).toMatchObject({ status: 'ready', name: 'cat', storageKey: 'k', uploadKey: null });
  const again = await inside((t) => importImage(t, actor, wanted, { ...fetched, storageKey: 'other' }, 'key'));
  expect(again).toEqual(first);
  expect(await inside((t) => findImport(t, actor, wanted, 'key'))).toEqual(first);
  expect((await inside(usageOfMonth)).find(({ kind }) => kind === 'upload_bytes')).toMatchObject({ used: 70 });
  const other = inside((t) => findImport(t, actor, { ...wanted, url: 'https://example.org/dog.png' }, 'key'));
  await expect(other).rejects.toMatchObject({ code: 'mutation-key-reused' });
});

test('audit events are read by their organisation and changed by nobody', async () => {
  const event = { action: 'library.grant', subjectKind: 'library', subjectId: newId() };
  await inside((t) => recordAudit(t, actor, event));
  const page = await inside((t) => listAuditEvents(t, { action: 'library.grant' }, { first: 10 }));
  expect(page.edges.map(({ row }) => row)).toMatchObject([{ ...event, actorKind: 'user', actorId: userId }]);
  for (const statement of ['update facet.audit_event set action = null', 'delete from facet.audit_event']) {
    const change = inside((t) => t.sql.execute(statement));
    await expect(change).rejects.toThrow('permission denied');
  }
});

test('a budget is spent down to nothing, by many at once too, and refills with time', async () => {
  const rules = { capacity: 100, refillPerSecond: 0.0001 };
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => inside((t) => spendBudget(t, 'key:1', 10, rules))),
  );
  expect(answers.filter(({ granted }) => granted)).toHaveLength(10);
  expect(await inside((t) => spendBudget(t, 'key:1', 101, rules))).toMatchObject({ granted: false });
  expect(await inside((t) => spendBudget(t, 'key:2', 10, rules))).toMatchObject({ granted: true, remaining: 90 });
  await it.admin.query(`update facet.cost_budget set updated_at = now() - interval '1 hour'`);
  const refilled = await inside((t) => spendBudget(t, 'key:1', 0, { ...rules, refillPerSecond: 0.01 }));
  expect(refilled.remaining).toBeGreaterThan(35);
  expect(refilled.remaining).toBeLessThan(60);
});

test('a model is offered while its worker’s heart beats', async () => {
  const traits = { size: 64, methods: ['matte'], schedulers: ['ddim'], hasImageEncoder: true };
  const values = { fingerprint: FINGERPRINT, name: 'demo', embeddingWidth: 64, layers: 6, traits };
  const announce = (worker: string): Promise<void> =>
    it.operations.withOperations((t) => announceModel(t, worker, 'cpu', values));
  await announce('w1');
  await announce('w1');
  await announce('w2');
  expect(await inside(listModels)).toMatchObject([{ name: 'demo', traits, devices: ['cpu', 'cpu'] }]);
  await it.operations.withOperations((t) => withdrawModels(t, 'w1'));
  expect(await inside((t) => isOffered(t, FINGERPRINT))).toBe(true);
  await it.admin.query(`update facet.model_offer set heartbeat_at = now() - interval '1 minute'`);
  expect(await inside((t) => isOffered(t, FINGERPRINT))).toBe(false);
  expect(await inside(listModels)).toMatchObject([{ devices: [] }]);
});

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
      abandonedInversions(t, { olderThanSeconds: 600, limit: 100 }),
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
  await inside((t) => failRun(t, inversions, id, 'model-unavailable', 'Nobody has it.'));
  expect(await isAbandoned()).toBe(false);
});

test('usage shows what is left of every quota', async () => {
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'pictures', 5));
  const usage = await inside(usageOfMonth);
  expect(usage.find(({ kind }) => kind === 'pictures')).toEqual({ kind: 'pictures', used: 0, limit: 5 });
});

test('members are seen inside their organisation only, and passwords, sessions and key hashes nowhere', async () => {
  const other = await it.organization('Theirs');
  const { edges } = await inside((t) => listMembers(t, { first: 10 }));
  expect(edges.map(({ row }) => row.userId)).toEqual([userId]);
  expect(await inside((t) => roleOf(t, userId))).toBe('owner');
  expect(await inside((t) => roleOf(t, other.userId))).toBeUndefined();
  expect((await inside((t) => getUsers(t, [userId, other.userId]))).map(({ id }) => id)).toEqual([userId]);
  await it.admin.query(
    `insert into auth.apikey (reference_id, key, name) values ($1, 'hash', 'ci'), ($2, 'hash', 'x')`,
    [organizationId, other.id],
  );
  expect((await inside(listApiKeys)).map(({ name }) => name)).toEqual(['ci']);
  for (const read of ['password from auth.account', 'token from auth.session', 'key from auth.apikey'])
    await expect(inside((t) => t.sql.execute(`select ${read}`))).rejects.toThrow('permission denied');
  await expect(inside((t) => t.sql.execute(`update auth.member set role = 'owner'`))).rejects.toThrow(
    'permission denied',
  );
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

test('every user gets one personal organisation, asked for many times at once', async () => {
  const user = await it.user();
  const found = await Promise.all(
    Array.from({ length: 4 }, () =>
      it.operations.withOperations((t) => ensurePersonalOrganization(t, user, 'Someone')),
    ),
  );
  const ids = found.map(({ organizationId }) => organizationId);
  expect(new Set(ids).size).toBe(1);
  expect(found.every(({ role }) => role === 'owner')).toBe(true);
  expect(await it.database.withOrganization(ids[0]!, (t) => roleOf(t, user))).toBe('owner');
  const slug = `personal-${user}`;
  expect(await it.operations.withOperations((t) => findOrganizationBySlug(t, slug))).toBe(ids[0]);
  expect(await it.operations.withOperations((t) => findOrganizationBySlug(t, 'nobody'))).toBeUndefined();
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
  await inside((t) => spendBudget(t, 'session:old', 1, { capacity: 10, refillPerSecond: 1 }));
  await it.operations.withOperations((t) => forgetOld(t, { mutationDays: 1, budgetDays: 1 }));
  const count = async (): Promise<number> =>
    (
      await it.admin.query<{ n: number }>(
        `select (select count(*) from facet.client_mutation where organization_id = $1)::int
         + (select count(*) from facet.cost_budget where organization_id = $1)::int as n`,
        [organizationId],
      )
    ).rows[0]!.n;
  expect(await count()).toBe(2);
  await it.operations.withOperations((t) => forgetOld(t, { mutationDays: -1, budgetDays: -1 }));
  expect(await count()).toBe(0);
});
