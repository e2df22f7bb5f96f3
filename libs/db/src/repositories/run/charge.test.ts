import { newId, type InversionId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newComposition, newInversion } from '../../../test/make.ts';
import { newParty, type Party } from '../../../test/party.ts';
import {
  addOutput,
  cancelRun,
  claimRun,
  createLibrary,
  endCancelled,
  failRun,
  reportInversion,
  resumeRun,
  setQuota,
  startComposition,
  startInversion,
  usageOfMonths,
  type QuotaKind,
} from '../../index.ts';

let it: TestDatabase;
let ours: Party;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ours = await newParty(it);
});

async function used(...kinds: QuotaKind[]): Promise<number[]> {
  const usage = await ours.inside((t) => usageOfMonths(t));
  return kinds.map((kind) => usage.find((row) => row.kind === kind)!.used);
}

const inversion = (): Promise<InversionId> =>
  ours.inside(async (t) => (await startInversion(t, ours.actor, await newInversion(t, ours.actor, newId()))).id);

const cancelled = async (id: InversionId): Promise<unknown> => {
  const { status } = await ours.inside((t) => cancelRun(t, 'inversion', id));
  return status === 'cancelling' ? ours.inside((t) => endCancelled(t, 'inversion', id)) : undefined;
};

test('an inversion that is cancelled while it waits costs nothing, and costs when it is resumed', async () => {
  const id = await inversion();
  expect(await used('inversions', 'training_steps')).toEqual([1, 100]);
  await cancelled(id);
  await ours.inside((t) => cancelRun(t, 'inversion', id));
  expect(await used('inversions', 'training_steps')).toEqual([0, 0]);
  await ours.inside((t) => resumeRun(t, 'inversion', id));
  expect(await used('inversions', 'training_steps')).toEqual([1, 100]);
});

test('an inversion that ends early costs the steps that it has done, and the rest when it is resumed', async () => {
  const id = await inversion();
  await ours.inside((t) => claimRun(t, 'inversion', id));
  await ours.inside((t) => reportInversion(t, id, { done: 30 }));
  await cancelled(id);
  expect(await used('inversions', 'training_steps')).toEqual([1, 30]);
  await ours.inside((t) => resumeRun(t, 'inversion', id));
  expect(await used('inversions', 'training_steps')).toEqual([1, 100]);
  await ours.inside((t) => claimRun(t, 'inversion', id));
  await ours.inside((t) => reportInversion(t, id, { done: 55 }));
  await ours.inside((t) => failRun(t, 'inversion', id, 'internal', 'It broke.'));
  await ours.inside((t) => failRun(t, 'inversion', id, 'internal', 'It broke.'));
  expect(await used('inversions', 'training_steps')).toEqual([1, 55]);
});

test('a run at a larger size costs as many steps or pictures of the native one, and no more of them than it has done', async () => {
  const id = await ours.inside(async (t) => {
    const input = { ...(await newInversion(t, ours.actor, newId())), size: 1024, unitCost: 4 };
    return (await startInversion(t, ours.actor, input)).id;
  });
  await ours.inside((t) => startComposition(t, ours.actor, newComposition({ seeds: [1, 2, 3], unitCost: 2 })));
  expect(await used('inversions', 'training_steps', 'pictures')).toEqual([1, 400, 6]);
  await ours.inside((t) => claimRun(t, 'inversion', id));
  await ours.inside((t) => reportInversion(t, id, { done: 30 }));
  await cancelled(id);
  expect(await used('training_steps')).toEqual([120]);
  await ours.inside((t) => resumeRun(t, 'inversion', id));
  expect(await used('training_steps')).toEqual([400]);
});

test('a composition that is cancelled costs the pictures that it has drawn', async () => {
  const { id } = await ours.inside((t) => startComposition(t, ours.actor, newComposition({ seeds: [1, 2, 3] })));
  await ours.inside((t) => claimRun(t, 'composition', id));
  const picture = { storageKey: 'k/1', width: 1, height: 1, bytes: 1, sha256: 'c', holdsTokens: false };
  await ours.inside((t) => addOutput(t, id, { ...picture, index: 0, seed: 1 }));
  await ours.inside((t) => cancelRun(t, 'composition', id));
  expect(await used('pictures')).toEqual([3]);
  await ours.inside((t) => endCancelled(t, 'composition', id));
  expect(await used('pictures')).toEqual([1]);
});

test('what is not used comes back to the month that it was counted in', async () => {
  const id = await inversion();
  const back = `set month = (month - interval '1 month')::date where organization_id = $1`;
  await it.admin.query(`update facet.usage ${back}`, [ours.id]);
  await it.admin.query(
    `update facet.inversion set charged_month = (charged_month - interval '1 month')::date where organization_id = $1`,
    [ours.id],
  );
  await inversion();
  await cancelled(id);
  const months = await ours.inside((t) => usageOfMonths(t, 2));
  expect(months.filter(({ kind }) => kind === 'training_steps').map((month) => month.used)).toEqual([100, 0]);
});

test('a run is resumed only where the quota has room for the rest of it', async () => {
  const id = await inversion();
  await cancelled(id);
  await it.operations.withOperations((t) => setQuota(t, ours.id, 'training_steps', 99));
  await expect(ours.inside((t) => resumeRun(t, 'inversion', id))).rejects.toMatchObject({ code: 'quota-exceeded' });
  expect(await used('inversions', 'training_steps')).toEqual([0, 0]);
});

test('usage shows the runs that are at work now, also those that are private to others', async () => {
  const { id: libraryId } = await ours.inside((t) =>
    createLibrary(t, ours.actor, { name: 'mine', visibility: 'private' }),
  );
  const ids = [await inversion(), await inversion()];
  await it.admin.query('update facet.inversion set library_id = $1 where id = $2', [libraryId, ids[0]]);
  for (const id of ids) await ours.inside((t) => claimRun(t, 'inversion', id));
  await ours.inside((t) => cancelRun(t, 'inversion', ids[1]!));
  expect(await used('running_inversions', 'running_compositions')).toEqual([2, 0]);
  const colleague = { kind: 'user', id: await it.user() } as const;
  const usage = await it.database.withOrganization(ours.id, (t) => usageOfMonths(t), colleague);
  expect(usage.find(({ kind }) => kind === 'running_inversions')!.used).toBe(2);
});
