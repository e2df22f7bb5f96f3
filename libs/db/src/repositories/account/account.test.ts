import { newId, type OrganizationId, type UserId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import {
  ensurePersonalOrganization,
  findOrganizationBySlug,
  getUsers,
  listApiKeys,
  listAuditEvents,
  listMembers,
  recordAudit,
  roleOf,
  setQuota,
  spendBudget,
  usageOfMonths,
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
    Array.from({ length: 12 }, () => it.operations.withOperations((t) => spendBudget(t, 'person:1', 10, rules))),
  );
  expect(answers.filter(({ granted }) => granted)).toHaveLength(10);
  expect(await it.operations.withOperations((t) => spendBudget(t, 'person:1', 101, rules))).toMatchObject({
    granted: false,
  });
  expect(await it.operations.withOperations((t) => spendBudget(t, 'person:2', 10, rules))).toMatchObject({
    granted: true,
    remaining: 90,
  });
  await it.admin.query(`update auth.cost_budget set updated_at = now() - interval '1 hour'`);
  const refilled = await it.operations.withOperations((t) =>
    spendBudget(t, 'person:1', 0, { ...rules, refillPerSecond: 0.01 }),
  );
  expect(refilled.remaining).toBeGreaterThan(35);
  expect(refilled.remaining).toBeLessThan(60);
});

test('usage shows what is left of every quota', async () => {
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'pictures', 5));
  const usage = await inside((t) => usageOfMonths(t));
  expect(usage.find(({ kind }) => kind === 'pictures')).toMatchObject({ kind: 'pictures', used: 0, limit: 5 });
});

test('usage of months before is there by month, and what runs at once is counted now', async () => {
  await it.admin.query(
    `insert into facet.usage (organization_id, month, kind, amount)
   values ($1, (date_trunc('month', now() at time zone 'utc') - interval '2 months')::date, 'pictures', 7)`,
    [organizationId],
  );
  const usage = await inside((t) => usageOfMonths(t, 3));
  const months = [...new Set(usage.map(({ month }) => month))];
  expect(months).toEqual([...months].sort().reverse());
  expect(months).toHaveLength(3);
  expect(usage.filter(({ kind }) => kind === 'pictures').map(({ used }) => used)).toEqual([0, 0, 7]);
  expect(usage.filter(({ kind }) => kind === 'running_inversions')).toMatchObject([{ month: months[0], used: 0 }]);
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
  // Roles change with what follows from them in the organisation; nobody becomes a member, or somebody else, that way.
  for (const write of [
    'insert into auth.member (organization_id, user_id) select organization_id, user_id from auth.member',
    'update auth.member set user_id = user_id',
    `update auth.invitation set email = 'x@example.org'`,
  ])
    await expect(inside((t) => t.sql.execute(write))).rejects.toThrow('permission denied');
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
  expect(await it.operations.withOperations((t) => findOrganizationBySlug(t, slug))).toEqual({ id: ids[0], slug });
  expect(await it.operations.withOperations((t) => findOrganizationBySlug(t, 'nobody'))).toBeUndefined();
});
