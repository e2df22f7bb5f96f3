import {
  DeliverWebhookInput,
  encodeId,
  SERVICE_TASK_QUEUE,
  WEBHOOK_EVENTS,
  webhookWorkflowId,
  WORKFLOWS,
  type DeliverWebhookResult,
  type WebhookDeliveryId,
} from '@facet/contracts';
import { createWebhookSeal, webhookPlace } from '@facet/contracts/seal';
import {
  createWebhook,
  deleteWebhook,
  findDelivery,
  getWebhooks,
  listAuditEvents,
  listDeliveries,
  markDeliveryStarted,
  queueDelivery,
  redeliver,
  rotateWebhookSecret,
  updateWebhook,
  type Webhook,
} from '@facet/db';
import type { WorkflowHandle } from '@temporalio/client';
import { randomBytes } from 'node:crypto';
import { Webhook as Verifier } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startReceiver, type Receiver } from './receiver.ts';
import { saveHistory } from './save-history.ts';
import { openWorld, resultOf, SETTINGS, type World } from './world.ts';
import { SECRET, startWorkerProcess, type WorkerProcess } from './worker-process.ts';

let world: World;
let worker: WorkerProcess;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
  world = await openWorld(() => worker.fingerprint);
  worker = await startWorkerProcess(world.folder, {
    FACET_ALLOW_ADDRESSES: '127.0.0.1/32',
    FACET_WEBHOOK_RETRY_SECONDS: '0,1',
    FACET_SWEEP_SECONDS: '1',
  });
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await world?.close();
  receiver?.close();
});

const ATTEMPTS = 3;

const newSecret = (): string => `whsec_${randomBytes(24).toString('base64')}`;
const sealed = (secret: string, id: Webhook['id'], key = SECRET): string =>
  createWebhookSeal(key).close(secret, webhookPlace(world.organizationId, id));

async function hook(url: string, secret = newSecret(), key = SECRET): Promise<{ webhook: Webhook; secret: string }> {
  const sealedSecret = (id: Webhook['id']): string => sealed(secret, id, key);
  const input = { url, events: WEBHOOK_EVENTS, sealedSecret };
  return { webhook: await world.inside((t) => createWebhook(t, world.actor, input)), secret };
}
const queue = ({ id }: Webhook): Promise<WebhookDeliveryId> =>
  world.inside(async (t) => (await queueDelivery(t, id, 'webhook.test', { id })).id);
const row = async (id: WebhookDeliveryId) => (await world.inside((t) => findDelivery(t, id)))!;

/** As the API starts it. */
async function start(deliveryId: WebhookDeliveryId): Promise<WorkflowHandle> {
  const handle = await world.client.workflow.start(WORKFLOWS.deliverWebhook, {
    taskQueue: SERVICE_TASK_QUEUE,
    workflowId: webhookWorkflowId(deliveryId),
    args: [DeliverWebhookInput.parse({ organizationId: world.organizationId, deliveryId })],
  });
  await world.inside((t) => markDeliveryStarted(t, deliveryId));
  return handle;
}
const deliver = async (id: WebhookDeliveryId): Promise<DeliverWebhookResult> =>
  (await (await start(id)).result()) as DeliverWebhookResult;
const verify = (secret: string, { headers, body }: { headers: object; body: string }): unknown =>
  new Verifier(secret).verify(body, headers as Record<string, string>);

test('a run that ends is told at once, signed as Standard Webhooks, in global ids and nothing else', async () => {
  const address = receiver.address(200);
  const { webhook, secret } = await hook(address);
  const id = await world.inversion({ settings: { ...SETTINGS, steps: 1, learningRate: -1 } });
  expect(await resultOf(await world.start(id))).toMatchObject({ status: 'failed' });
  await expect.poll(() => receiver.received(address).length).toBe(1);
  const [request] = receiver.received(address);
  const { edges } = await world.inside((t) => listDeliveries(t, webhook.id, { first: 10 }));
  expect(verify(secret, request!)).toEqual({
    type: 'inversion.failed',
    timestamp: edges[0]!.row.createdAt.toISOString(),
    data: {
      organizationId: encodeId('Organization', world.organizationId),
      id: encodeId('Inversion', id),
      errorCode: 'INVALID_INPUT',
    },
  });
  expect(request!.headers).toMatchObject({
    'webhook-id': encodeId('WebhookDelivery', edges[0]!.row.id),
    'content-type': 'application/json',
  });
  expect(() => verify(newSecret(), request!)).toThrow('No matching signature found');
  expect(() => verify(secret, { ...request!, body: `${request!.body} ` })).toThrow('No matching signature found');
  await world.inside((t) => deleteWebhook(t, webhook.id));
});

test('a receiver that answers 500 is asked again with the same message, and each attempt is noted', async () => {
  const address = receiver.address(500, 204);
  const { webhook, secret } = await hook(address);
  const id = await queue(webhook);
  const handle = await start(id);
  expect(await handle.result()).toEqual({ status: 'delivered' });
  await saveHistory(handle, 'deliver-webhook');
  const requests = receiver.received(address);
  expect(requests.map(({ body }) => body)).toEqual([requests[0]!.body, requests[0]!.body]);
  expect(new Set(requests.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
  for (const request of requests) verify(secret, request);
  expect((await row(id)).delivery).toMatchObject({
    status: 'delivered',
    attempts: 2,
    lastStatus: 204,
    lastError: null,
  });
});

test('a history holds no address, no secret and nothing of what is sent', async () => {
  const { webhook, secret } = await hook(receiver.address(200));
  const handle = await start(await queue(webhook));
  await handle.result();
  const history = JSON.stringify(await handle.fetchHistory());
  for (const hidden of [webhook.url, secret, webhook.sealedSecret, 'webhook.test'])
    expect(history).not.toContain(hidden);
});

test.each([
  [500, 'The receiver answered 500.'],
  [404, 'The receiver answered 404.'],
  [302, 'redirects elsewhere'],
])('a receiver that always answers %i is given up after the last attempt', async (status, error) => {
  const address = receiver.address(status);
  const { webhook } = await hook(address);
  const id = await queue(webhook);
  expect(await deliver(id)).toEqual({ status: 'failed' });
  expect(receiver.received(address)).toHaveLength(ATTEMPTS);
  const { delivery } = await row(id);
  expect(delivery).toMatchObject({ status: 'failed', attempts: ATTEMPTS, lastError: expect.stringContaining(error) });
  expect(delivery.finishedAt).not.toBeNull();
  expect(JSON.stringify(delivery)).not.toContain('some text of the receiver');
});

test('a message that was given up is sent again when asked, under its id', async () => {
  const address = receiver.address(500, 500, 500, 200);
  const { webhook } = await hook(address);
  const id = await queue(webhook);
  expect(await deliver(id)).toEqual({ status: 'failed' });
  await world.inside((t) => redeliver(t, id));
  expect(await deliver(id)).toEqual({ status: 'delivered' });
  expect(new Set(receiver.received(address).map(({ headers }) => headers['webhook-id'])).size).toBe(1);
});

test('a receiver that is gone is not asked again, and its webhook is switched off with an audit event', async () => {
  const address = receiver.address(410);
  const { webhook } = await hook(address);
  expect(await deliver(await queue(webhook))).toEqual({ status: 'failed' });
  expect(receiver.received(address)).toHaveLength(1);
  expect(await world.inside((t) => getWebhooks(t, [webhook.id]))).toMatchObject([{ active: false }]);
  const { edges } = await world.inside((t) => listAuditEvents(t, { subjectId: webhook.id }, { first: 10 }));
  expect(edges.map(({ row }) => [row.action, row.actorKind])).toEqual([
    ['webhook.switch-off', 'system'],
    ['webhook.create', 'user'],
  ]);
});

test('what waits for a webhook that is switched off, or deleted, is not sent', async () => {
  const address = receiver.address(200);
  const { webhook } = await hook(address);
  const [off, deleted] = [await queue(webhook), await queue(webhook)];
  await world.inside((t) => updateWebhook(t, webhook.id, { active: false }));
  expect(await deliver(off)).toEqual({ status: 'failed' });
  expect((await row(off)).delivery).toMatchObject({ attempts: 0, lastError: 'The webhook is switched off.' });
  await world.inside((t) => deleteWebhook(t, webhook.id));
  expect(await deliver(deleted)).toEqual({ status: 'deleted' });
  expect(receiver.received(address)).toEqual([]);
});

test('an address inside our own network is refused, and the receiver there hears nothing', async () => {
  const address = receiver.address(200);
  const { webhook } = await hook(address.replace('127.0.0.1', '127.0.0.2'));
  const id = await queue(webhook);
  expect(await deliver(id)).toEqual({ status: 'failed' });
  expect((await row(id)).delivery.lastError).toContain('not, or not only, on the public internet');
  expect(receiver.received(address)).toEqual([]);
});

test('after a change of the secret both verify, so that a receiver can change over', async () => {
  const address = receiver.address(200);
  const { webhook, secret } = await hook(address);
  const fresh = newSecret();
  await world.inside((t) => rotateWebhookSecret(t, webhook.id, sealed(fresh, webhook.id)));
  await deliver(await queue(webhook));
  const [request] = receiver.received(address);
  for (const each of [secret, fresh]) verify(each, request!);
  await world.admin.query('update facet.webhook set previous_secret_until = now() where id = $1', [webhook.id]);
  await deliver(await queue(webhook));
  const [, later] = receiver.received(address);
  verify(fresh, later!);
  expect(() => verify(secret, later!)).toThrow('No matching signature found');
});

test('a secret that was sealed with a FACET_SECRET that nobody knows is not guessed at', async () => {
  const address = receiver.address(200);
  const { webhook } = await hook(address, newSecret(), 'another secret, which the worker does not know');
  const id = await queue(webhook);
  expect(await deliver(id)).toEqual({ status: 'failed' });
  expect((await row(id)).delivery.lastError).toContain('Make a new one');
  expect(receiver.received(address)).toEqual([]);
});

test('a delivery that nobody started, because a process died in between, is started by the sweeper', async () => {
  const address = receiver.address(200);
  const { webhook } = await hook(address);
  const id = await queue(webhook);
  await world.admin.query(`update facet.webhook_delivery set created_at = now() - interval '1 minute' where id = $1`, [
    id,
  ]);
  await expect.poll(async () => (await row(id)).delivery.status).toBe('delivered');
});

test("a delivery of one organisation is nothing to another's workflow", async () => {
  const { webhook } = await hook(receiver.address(200));
  const id = await queue(webhook);
  const other = await openWorld(() => worker.fingerprint);
  const handle = await other.client.workflow.start(WORKFLOWS.deliverWebhook, {
    taskQueue: SERVICE_TASK_QUEUE,
    workflowId: `other/${id}`,
    args: [{ organizationId: other.organizationId, deliveryId: id }],
  });
  expect(await handle.result()).toEqual({ status: 'deleted' });
  await other.close();
  expect((await row(id)).delivery).toMatchObject({ status: 'pending', attempts: 0 });
});
