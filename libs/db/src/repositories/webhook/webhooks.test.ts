import {
  newId,
  type InversionId,
  type OrganizationId,
  WEBHOOK_EVENTS,
  type WebhookDeliveryId,
  type WebhookId,
} from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { FINGERPRINT, newInversion, tokenContent } from '../../../test/make.ts';
import {
  claimRun,
  addOutput,
  cancelRun,
  createWebhook,
  deleteWebhook,
  deliveriesToStart,
  failRun,
  findDelivery,
  finishComposition,
  finishInversion,
  getWebhooks,
  giveUpDelivery,
  listAuditEvents,
  listDeliveries,
  markDeliveryStarted,
  MAX_FAILED_DELIVERIES,
  queueDelivery,
  recordAttempt,
  redeliver,
  rotateWebhookSecret,
  startComposition,
  startInversion,
  unstartedDeliveries,
  updateWebhook,
  type Actor,
  type DeliveryAttempt,
  type OrganizationTransaction,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
let actor: Actor;
let webhookId: WebhookId;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  const { id, userId } = await it.organization();
  [organizationId, actor] = [id, { kind: 'user', id: userId }];
  webhookId = (await inside((t) => createWebhook(t, actor, hook))).id;
});

const hook = {
  url: 'https://example.org/hook',
  events: WEBHOOK_EVENTS,
  sealedSecret: (id: WebhookId) => `sealed ${id}`,
};
const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);
const trial = (): Promise<WebhookDeliveryId> =>
  inside(async (t) => (await queueDelivery(t, webhookId, 'webhook.test', { id: webhookId })).id);
const attempt = (id: WebhookDeliveryId, values: DeliveryAttempt) => inside((t) => recordAttempt(t, id, values));
const delivery = (id: WebhookDeliveryId) => inside(async (t) => (await findDelivery(t, id))?.delivery);
const webhook = () => inside(async (t) => (await getWebhooks(t, [webhookId]))[0]!);
const swept = () => it.operations.withOperations((t) => unstartedDeliveries(t, { olderThanSeconds: -1, limit: 100 }));
const events = async (): Promise<unknown[]> =>
  (await inside((t) => listDeliveries(t, webhookId, { first: 10 }))).edges.map(({ row }) => [row.event, row.payload]);
const inversion = (): Promise<InversionId> =>
  inside(async (t) => (await startInversion(t, actor, await newInversion(t, actor, newId()))).id);

test('every way in which an inversion ends is told, once, in the transaction that ends it', async () => {
  const [finished, failed, cancelled] = [await inversion(), await inversion(), await inversion()];
  await inside((t) => cancelRun(t, 'inversion', cancelled));
  await inside((t) => claimRun(t, 'inversion', finished));
  const result = { tokens: [tokenContent('')], lossCurveKey: null, tokenFileKey: null, previewKey: null };
  const tokenIds = await inside((t) => finishInversion(t, finished, result));
  await inside((t) => finishInversion(t, finished, result));
  await inside((t) => failRun(t, 'inversion', failed, 'model-unavailable', 'Nobody has it.'));
  const other = await inversion();
  const undone = inside(async (t) => {
    await cancelRun(t, 'inversion', other);
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  expect(await events()).toEqual([
    ['inversion.failed', { id: failed, errorCode: 'model-unavailable' }],
    ['inversion.finished', { id: finished, tokenIds }],
    ['inversion.cancelled', { id: cancelled }],
  ]);
});

test('every way in which a composition ends is told', async () => {
  const values = { negativePrompt: '', words: {}, slots: [], steps: 1, guidance: 1, scheduler: 'ddim' };
  const input = { ...values, prompt: 'a cat', seeds: [1], width: 8, height: 8, fingerprint: FINGERPRINT };
  const start = () => inside(async (t) => (await startComposition(t, actor, input)).id);
  const [finished, failed, cancelled] = [await start(), await start(), await start()];
  await inside((t) => cancelRun(t, 'composition', cancelled));
  await inside((t) => failRun(t, 'composition', failed, 'internal', 'It broke.'));
  await inside((t) => claimRun(t, 'composition', finished));
  const output = {
    index: 0,
    seed: 1,
    storageKey: 'k',
    width: 8,
    height: 8,
    bytes: 1,
    sha256: 'f'.repeat(64),
    holdsTokens: false,
  };
  await inside((t) => addOutput(t, finished, output));
  await inside((t) => finishComposition(t, finished));
  expect(await events()).toEqual([
    ['composition.finished', { id: finished }],
    ['composition.failed', { id: failed, errorCode: 'internal' }],
    ['composition.cancelled', { id: cancelled }],
  ]);
});

test('a webhook that is off, or did not ask for an event, is not told', async () => {
  await inside((t) => updateWebhook(t, webhookId, { events: ['composition.failed'] }));
  const [first, second] = [await inversion(), await inversion()];
  await inside((t) => cancelRun(t, 'inversion', first));
  await inside((t) => updateWebhook(t, webhookId, { events: [...WEBHOOK_EVENTS], active: false }));
  await inside((t) => cancelRun(t, 'inversion', second));
  expect(await events()).toEqual([]);
  await expect(trial()).rejects.toMatchObject({ code: 'wrong-state' });
});

test('a delivery that nobody started is found by its organisation and by the sweeper, until it is started', async () => {
  const id = await trial();
  expect(await inside((t) => deliveriesToStart(t, 10))).toEqual([id]);
  expect(await swept()).toContainEqual({ organizationId, id });
  await inside((t) => markDeliveryStarted(t, id));
  expect(await inside((t) => deliveriesToStart(t, 10))).toEqual([]);
  expect(await swept()).not.toContainEqual({ organizationId, id });
});

test('each attempt is counted, and nothing changes a delivery that is over', async () => {
  const id = await trial();
  await attempt(id, { status: 'pending', answer: 500, error: 'The receiver answered 500.' });
  expect(await delivery(id)).toMatchObject({ status: 'pending', attempts: 1, lastStatus: 500, finishedAt: null });
  await attempt(id, { status: 'delivered', answer: 204 });
  await attempt(id, { status: 'failed', answer: 500 });
  await inside((t) => giveUpDelivery(t, id, 'late'));
  expect(await delivery(id)).toMatchObject({ status: 'delivered', attempts: 2, lastStatus: 204, lastError: null });
});

test('a delivery that is over is sent again under its id; one under way is not', async () => {
  const id = await trial();
  await expect(inside((t) => redeliver(t, id))).rejects.toMatchObject({ code: 'wrong-state' });
  await inside((t) => markDeliveryStarted(t, id));
  await attempt(id, { status: 'failed', answer: 500 });
  expect(await inside((t) => redeliver(t, id))).toMatchObject({ id, status: 'pending', finishedAt: null });
  expect(await inside((t) => deliveriesToStart(t, 10))).toEqual([id]);
});

const fail = async (times: number): Promise<void> => {
  for (let time = 0; time < times; time++) await attempt(await trial(), { status: 'failed', error: 'No answer.' });
};
const switchedOff = async () =>
  (await inside((t) => listAuditEvents(t, { action: 'webhook.switch-off' }, { first: 10 }))).edges.map(
    ({ row }) => row,
  );

test('many messages in a row that are given up switch the webhook off, with an audit event; one that arrives starts anew', async () => {
  await fail(MAX_FAILED_DELIVERIES - 1);
  await attempt(await trial(), { status: 'delivered', answer: 200 });
  await fail(MAX_FAILED_DELIVERIES - 1);
  expect(await webhook()).toMatchObject({ active: true });
  await fail(1);
  expect(await webhook()).toMatchObject({ active: false });
  expect(await switchedOff()).toMatchObject([
    { actorKind: 'system', subjectId: webhookId, detail: { reason: 'failing', failedDeliveries: 10 } },
  ]);
  await inside((t) => updateWebhook(t, webhookId, { active: true }));
  await fail(1);
  expect(await webhook()).toMatchObject({ active: true, failedDeliveries: 1 });
});

test('a receiver that is gone switches the webhook off at once', async () => {
  await attempt(await trial(), { status: 'failed', answer: 410, gone: true });
  expect(await webhook()).toMatchObject({ active: false });
  expect(await switchedOff()).toMatchObject([{ detail: { reason: 'gone' } }]);
});

test('what is not sent at all does not count against the webhook', async () => {
  const id = await trial();
  await inside((t) => giveUpDelivery(t, id, 'The webhook is switched off.'));
  expect(await delivery(id)).toMatchObject({
    status: 'failed',
    attempts: 0,
    lastError: 'The webhook is switched off.',
  });
  expect(await webhook()).toMatchObject({ failedDeliveries: 0 });
});

test('a webhook that is deleted takes its deliveries along, and what a worker notes then is for nobody', async () => {
  const id = await trial();
  await inside((t) => deleteWebhook(t, webhookId));
  expect(await delivery(id)).toBeUndefined();
  await attempt(id, { status: 'delivered', answer: 200 });
});

test('a new secret leaves the old one beside it for a day', async () => {
  const { previousSealedSecret, previousSecretUntil } = await inside((t) => rotateWebhookSecret(t, webhookId, 'new'));
  expect(previousSealedSecret).toBe(`sealed ${webhookId}`);
  expect(previousSecretUntil!.getTime() - Date.now()).toBeGreaterThan(23 * 3_600_000);
});

const make = (secret: string, wanted = WEBHOOK_EVENTS.slice(0, 1)) =>
  inside((t) => createWebhook(t, actor, { ...hook, events: wanted, sealedSecret: () => secret }, 'key'));

test('the same key gives the same webhook, with the secret of the first time', async () => {
  const [first, second] = [await make('one'), await make('two')];
  expect(second).toEqual(first);
  await expect(make('three', WEBHOOK_EVENTS.slice(1, 2))).rejects.toMatchObject({ code: 'mutation-key-reused' });
});

test('an organisation has at most twenty webhooks', async () => {
  for (let i = 1; i < 20; i++) await inside((t) => createWebhook(t, actor, hook));
  await expect(inside((t) => createWebhook(t, actor, hook))).rejects.toMatchObject({ code: 'quota-exceeded' });
});

test('a webhook and its deliveries are nothing to another organisation', async () => {
  const id = await trial();
  const { id: stranger } = await it.organization();
  const theirs = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
    it.database.withOrganization(stranger, use);
  expect(await theirs((t) => findDelivery(t, id))).toBeUndefined();
  for (const work of [
    (t: OrganizationTransaction) => updateWebhook(t, webhookId, { active: false }),
    (t: OrganizationTransaction) => rotateWebhookSecret(t, webhookId, 'x'),
    (t: OrganizationTransaction) => deleteWebhook(t, webhookId),
    (t: OrganizationTransaction) => queueDelivery(t, webhookId, 'webhook.test', { id: webhookId }),
    (t: OrganizationTransaction) => redeliver(t, id),
  ])
    await expect(theirs<unknown>(work)).rejects.toMatchObject({ code: 'not-found' });
  await theirs((t) => recordAttempt(t, id, { status: 'failed' }));
  expect(await delivery(id)).toMatchObject({ status: 'pending', attempts: 0 });
});
