import { OrganizationId, type CompositionId, type UserId } from '@facet/contracts';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newComposition } from '../../../test/make.ts';
import {
  claimRun,
  countAtWork,
  findPayer,
  queuePositions,
  RUNNING_PER_PERSON,
  setQuota,
  startComposition,
  unstartedRuns,
  waitingElsewhere,
  type Actor,
} from '../../index.ts';

let it: TestDatabase;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());

const belongTo = (organizationId: OrganizationId, userId: UserId, role: string) =>
  it.admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, $3)`, [
    organizationId,
    userId,
    role,
  ]);

/** Organisations that one person has made. */
async function organizationsOf(userId: UserId, count: number): Promise<OrganizationId[]> {
  const ids = Array.from({ length: count }, () => OrganizationId.parse(randomUUID()));
  for (const id of ids) {
    await it.admin.query(`insert into auth.organization (id, name, slug) values ($1, 'One of many', $2)`, [id, id]);
    await belongTo(id, userId, 'owner');
  }
  return ids;
}

async function queued(organizationId: OrganizationId, userId: UserId): Promise<CompositionId> {
  const actor: Actor = { kind: 'user', id: userId };
  const row = await it.database.withOrganization(organizationId, (t) => startComposition(t, actor, newComposition()));
  return row.id;
}

/** As the worker claims. */
async function claim(organizationId: OrganizationId, id: CompositionId): Promise<string> {
  const { withOperations } = it.operations;
  const payer = await withOperations((t) => findPayer(t, organizationId));
  const person = payer && { id: payer, count: () => withOperations((t) => countAtWork(t, 'composition', payer)) };
  return it.database.withOrganization(organizationId, (t) => claimRun(t, 'composition', id, person));
}

test('whoever has owned an organisation longest answers for it, and not who joined or was made an owner later', async () => {
  const founder = await it.user();
  const [id] = (await organizationsOf(founder, 1)) as [OrganizationId];
  await belongTo(id, await it.user(), 'owner');
  await belongTo(id, await it.user(), 'member');
  expect(await it.operations.withOperations((t) => findPayer(t, id))).toBe(founder);
});

test('a person has no more at work in six organisations than one person may, however many begin at once', async () => {
  const person = await it.user();
  const organizations = await organizationsOf(person, 6);
  const runs = await Promise.all(
    [...organizations, ...organizations].map(async (id) => ({ id, run: await queued(id, person) })),
  );
  const states = await Promise.all(runs.map(({ id, run }) => claim(id, run)));
  expect(states.filter((status) => status === 'running')).toHaveLength(RUNNING_PER_PERSON);
  // Somebody else's places are their own.
  const other = await it.user();
  const [theirs] = (await organizationsOf(other, 1)) as [OrganizationId];
  expect(await claim(theirs, await queued(theirs, other))).toBe('running');
  // And where an operator lets one organisation have more, it has them.
  const { id, run } = runs[states.indexOf('queued')]!;
  await it.operations.withOperations((t) => setQuota(t, id, 'running_compositions', RUNNING_PER_PERSON + 1));
  expect(await claim(id, run)).toBe('running');
});

test('when a place ends, those who wait in the other organisations of the person are found, the oldest first', async () => {
  const person = await it.user();
  const [one, two, three] = (await organizationsOf(person, 3)) as [OrganizationId, OrganizationId, OrganizationId];
  await queued(one, person);
  const [first, second] = [await queued(three, person), await queued(two, person)];
  const found = await it.operations.withOperations((t) => waitingElsewhere(t, 'composition', person, one, 5));
  expect(found).toEqual([
    { id: first, attempt: 1 },
    { id: second, attempt: 1 },
  ]);
});

test('in the queue a person takes turns with all their organisations together', async () => {
  const [many, few] = [await it.user(), await it.user()];
  const organizations = await organizationsOf(many, 3);
  await it.admin.query(`update facet.composition set status = 'cancelled' where status = 'queued'`);
  for (const id of organizations) await queued(id, many);
  const [theirs] = (await organizationsOf(few, 1)) as [OrganizationId];
  const last = await queued(theirs, few);
  const positions = await it.operations.withOperations((t) => queuePositions(t, 'composition', [last]));
  expect(positions.get(last)).toBe(1);
});

test('what is left unstarted is found with who answers for it', async () => {
  const person = await it.user();
  const [id] = (await organizationsOf(person, 1)) as [OrganizationId];
  const run = await queued(id, person);
  await it.admin.query(`update facet.composition set updated_at = now() - interval '1 hour' where id = $1`, [run]);
  const found = await it.operations.withOperations((t) =>
    unstartedRuns(t, 'composition', { olderThanSeconds: 10, limit: 100 }),
  );
  expect(found.find((row) => row.id === run)?.payer).toBe(person);
});
