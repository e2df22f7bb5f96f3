import { encodeId, newId, type InversionId, type OrganizationId } from '@facet/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newInversion, tokenContent } from '../../../test/make.ts';
import {
  unstartedRuns,
  claimRun,
  cancelRun,
  countInversions,
  createWebhook,
  endCancelled,
  failRun,
  finishInversion,
  getInversions,
  getTokens,
  lastCheckpoint,
  listDeliveries,
  holdsAttempt,
  markRunStarted,
  reportInversion,
  resumeRun,
  saveCheckpoint,
  setQuota,
  startInversion,
  usageOfMonths,
  type Actor,
  type OrganizationTransaction,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
let actor: Actor;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());

/** In an organisation of its own. */
async function fresh(): Promise<void> {
  const { id, userId } = await it.organization();
  organizationId = id;
  actor = { kind: 'user', id: userId };
}
const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);
const queued = (): Promise<InversionId> =>
  inside(async (t) => (await startInversion(t, actor, await newInversion(t, actor, newId()))).id);
const running = async (): Promise<InversionId> => {
  const id = await queued();
  await inside((t) => claimRun(t, 'inversion', id));
  return id;
};
const unstarted = async (): Promise<InversionId[]> => {
  const rows = await it.operations.withOperations((t) =>
    unstartedRuns(t, 'inversion', { olderThanSeconds: -1, limit: 100 }),
  );
  return rows.map(({ id }) => id);
};
/** What cancelling it answers, without its id. */
const refusal = (id: InversionId): Promise<string> =>
  inside((t) => cancelRun(t, 'inversion', id)).then(
    () => 'done',
    (error: Error) => error.message.replace(encodeId('Inversion', id), 'ID'),
  );
const result = {
  tokens: [tokenContent('', [1, 0, 0], 'color'), tokenContent('', [0, 1, 0], 'style')],
  lossCurveKey: 'curve',
  tokenFileKey: 'file',
  previewKey: null,
};

test('the same key, used many times at once, starts one inversion and spends its quota once', async () => {
  await fresh();
  const input = await inside((t) => newInversion(t, actor));
  const rows = await Promise.all(
    Array.from({ length: 8 }, () => inside((t) => startInversion(t, actor, input, 'once'))),
  );
  expect(new Set(rows.map(({ id }) => id)).size).toBe(1);
  expect(await inside((t) => countInversions(t, {}))).toBe(1);
  expect((await inside((t) => usageOfMonths(t))).find(({ kind }) => kind === 'inversions')?.used).toBe(1);
});

test('a key that is used with other arguments is refused', async () => {
  await fresh();
  const input = await inside((t) => newInversion(t, actor));
  await inside((t) => startInversion(t, actor, input, 'key'));
  const other = inside((t) => startInversion(t, actor, { ...input, name: 'dog' }, 'key'));
  await expect(other).rejects.toMatchObject({ code: 'mutation-key-reused' });
});

test('a start that fails leaves its key free', async () => {
  await fresh();
  const input = await inside((t) => newInversion(t, actor));
  const broken = { ...input, libraryId: newId<typeof input.libraryId>() };
  await expect(inside((t) => startInversion(t, actor, broken, 'key'))).rejects.toMatchObject({ code: 'not-found' });
  expect((await inside((t) => startInversion(t, actor, input, 'key'))).status).toBe('queued');
});

test('what a crash left unstarted is found, and not once it is started', async () => {
  await fresh();
  const id = await queued();
  expect(await unstarted()).toContain(id);
  await inside((t) => markRunStarted(t, 'inversion', { id, attempt: 1 }));
  expect(await unstarted()).not.toContain(id);
});

test('no more inversions of an organisation are at work than it may, however many begin at once', async () => {
  await fresh();
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'running_inversions', 3));
  const ids = await Promise.all(Array.from({ length: 6 }, queued));
  const states = await Promise.all(ids.map((id) => inside((t) => claimRun(t, 'inversion', id))));
  expect(states.filter((status) => status === 'running')).toHaveLength(3);
  const begun = ids[states.indexOf('running')]!;
  expect(await inside((t) => claimRun(t, 'inversion', begun))).toBe('running');
});

test('the tokens of a finished inversion are in its library, once, however often it is finished', async () => {
  await fresh();
  const id = await running();
  const [first, second] = [
    await inside((t) => finishInversion(t, id, result)),
    await inside((t) => finishInversion(t, id, result)),
  ];
  expect([...second].sort()).toEqual([...first].sort());
  const tokens = await inside((t) => getTokens(t, actor, first));
  expect(tokens.map(({ name, attribute, inversionId }) => [name, attribute, inversionId]).sort()).toEqual([
    ['cat', 'color', id],
    ['cat', 'style', id],
  ]);
});

test('a cancelled inversion keeps no token', async () => {
  await fresh();
  const id = await running();
  expect((await inside((t) => cancelRun(t, 'inversion', id))).status).toBe('cancelling');
  expect(await inside((t) => reportInversion(t, id, { done: 3 }))).toBe('cancelling');
  await expect(inside((t) => finishInversion(t, id, result))).rejects.toMatchObject({ code: 'wrong-state' });
  expect((await inside((t) => endCancelled(t, 'inversion', id))).status).toBe('cancelled');
  const tokens = await it.admin.query('select from facet.attribute_token where organization_id = $1', [organizationId]);
  expect(tokens.rowCount).toBe(0);
});

test('finishing and cancelling at once end in one of the two, with all tokens or none', async () => {
  await fresh();
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'running_inversions', 10));
  for (let round = 0; round < 5; round++) {
    const id = await running();
    await Promise.allSettled([
      inside((t) => finishInversion(t, id, result)),
      inside((t) => cancelRun(t, 'inversion', id)),
    ]);
    const [row] = await inside((t) => getInversions(t, [id]));
    const tokens = await it.admin.query('select from facet.attribute_token where inversion_id = $1', [id]);
    expect([row!.status, tokens.rowCount]).toBeOneOf([
      ['finished', 2],
      ['cancelling', 0],
    ]);
  }
});

test('a queued inversion is cancelled at once, and resumed goes on from its last checkpoint', async () => {
  await fresh();
  const id = await queued();
  expect((await inside((t) => cancelRun(t, 'inversion', id))).status).toBe('cancelled');
  expect(await inside((t) => claimRun(t, 'inversion', id))).toBe('cancelled');
  const checkpoint = { segment: 0, step: 20, storageKey: 'c0', bytes: 9, sha256: 'e'.repeat(64) };
  await inside((t) => saveCheckpoint(t, id, checkpoint));
  await inside((t) => saveCheckpoint(t, id, checkpoint));
  await inside((t) => saveCheckpoint(t, id, { ...checkpoint, segment: 1, step: 40 }));
  expect(await inside((t) => resumeRun(t, 'inversion', id))).toMatchObject({ status: 'queued', attempt: 2 });
  expect(await inside((t) => lastCheckpoint(t, id))).toMatchObject({ segment: 1, step: 40 });
});

test('an attempt counts until its run is queued again, and marks no later one as started', async () => {
  await fresh();
  const id = await queued();
  await inside((t) => cancelRun(t, 'inversion', id));
  expect(await inside((t) => holdsAttempt(t, 'inversion', { id, attempt: 1 }))).toBe(true);
  await inside((t) => resumeRun(t, 'inversion', id));
  expect(await inside((t) => holdsAttempt(t, 'inversion', { id, attempt: 1 }))).toBe(false);
  expect(await inside((t) => holdsAttempt(t, 'inversion', { id, attempt: 2 }))).toBe(true);
  await inside((t) => markRunStarted(t, 'inversion', { id, attempt: 1 }));
  expect(await unstarted()).toContain(id);
});

test('a finished inversion cannot be cancelled or resumed', async () => {
  await fresh();
  const id = await running();
  await inside((t) => finishInversion(t, id, result));
  await expect(inside((t) => cancelRun(t, 'inversion', id))).rejects.toMatchObject({ code: 'wrong-state' });
  await expect(inside((t) => resumeRun(t, 'inversion', id))).rejects.toMatchObject({ code: 'wrong-state' });
});

test('another organisation finds no such inversion, in the words for one that never was', async () => {
  await fresh();
  const id = await queued();
  const unknown = newId<InversionId>();
  await fresh();
  expect(await refusal(id)).toBe(await refusal(unknown));
});

test('webhooks that want an event get it with the state that it tells of, or not at all', async () => {
  await fresh();
  const { id: webhookId } = await inside((t) =>
    createWebhook(t, actor, { url: 'https://example.org', sealedSecret: () => 's', events: ['inversion.failed'] }),
  );
  const [finished, failed] = [await running(), await running()];
  await inside((t) => finishInversion(t, finished, result));
  await inside((t) => failRun(t, 'inversion', failed, 'internal', 'It broke.'));
  await inside((t) => failRun(t, 'inversion', failed, 'internal', 'It broke.'));
  const { edges } = await inside((t) => listDeliveries(t, webhookId, { first: 10 }));
  expect(edges.map(({ row }) => [row.event, row.payload])).toEqual([
    ['inversion.failed', { id: failed, errorCode: 'internal' }],
  ]);
});

test('a quota is never overdrawn, however many spend at once', async () => {
  await fresh();
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'inversions', 3));
  const outcomes = await Promise.allSettled(Array.from({ length: 6 }, queued));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  const refused = outcomes.find((outcome) => outcome.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'quota-exceeded' });
});
