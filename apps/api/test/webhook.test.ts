import { webhookWorkflowId } from '@facet/contracts';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import { createKey, CREATE_WEBHOOK, TEST_WEBHOOK } from './make.ts';

let api: TestApi;
let person: Person;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
});
afterAll(() => api.close());

/** Public, and found without a name server. */
const URL_OF_RECEIVER = 'https://1.1.1.1/hook?token=hidden';

const create = async (caller: Caller = person, key?: string, url = URL_OF_RECEIVER) =>
  (await caller.run(CREATE_WEBHOOK, { url, key })).data.createWebhook;
const change = async (id: string, changes: string, caller: Caller = person) =>
  (
    await caller.run(
      `mutation ($id: ID!) { updateWebhook(webhookId: $id, ${changes}) {
        ... on Webhook { url events active } ... on Error { code message } } }`,
      { id },
    )
  ).data.updateWebhook;

test('the secret is shown when it is made, and nowhere after; the database has it sealed', async () => {
  const { secret, webhook } = await create();
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(webhook).toMatchObject({
    url: URL_OF_RECEIVER,
    events: ['INVERSION_FINISHED', 'INVERSION_FAILED'],
    active: true,
  });
  const { text } = await person.run('{ webhooks { totalCount edges { node { id url deliveries { totalCount } } } } }');
  expect(text).toContain(webhook.id);
  expect(text).not.toContain(secret);
  const { rows } = await api.admin.query('select * from facet.webhook');
  expect(JSON.stringify(rows)).not.toContain(secret.slice(6));
  expect(api.logLines.join()).not.toContain(secret.slice(6));
});

test('the same clientMutationKey makes no second webhook and does not show the secret again; with other arguments an error', async () => {
  const [first, second] = [await create(person, 'once'), await create(person, 'once')];
  expect(second).toMatchObject({ code: 'WRONG_STATE', message: expect.stringContaining(first.webhook.id) });
  expect(await create(person, 'once', 'https://1.1.1.1/other')).toMatchObject({ code: 'MUTATION_KEY_REUSED' });
  const { rows } = await api.admin.query(
    `select from facet.audit_event where action = 'webhook.create' and subject_id = $1`,
    [decodeId('Webhook', first.webhook.id)],
  );
  expect(rows).toHaveLength(1);
});

test.each([
  ['http://1.1.1.1/', 'scheme'],
  ['https://127.0.0.1/', 'forbidden-address'],
  ['https://localhost/', 'forbidden-address'],
  ['https://[::1]/', 'forbidden-address'],
  ['https://169.254.169.254/latest', 'forbidden-address'],
  ['https://1.1.1.1:22/', 'port'],
  ['https://user:password@1.1.1.1/', 'credentials'],
  ['example', 'bad-url'],
])('the address %s is refused with a reason, for a new webhook and for an old one', async (url, reason) => {
  const refused = await create(person, undefined, url);
  expect(refused).toMatchObject({ __typename: 'AddressRefusedError', code: 'ADDRESS_REFUSED', reason });
  const { webhook } = await create();
  expect(await change(webhook.id, `url: ${JSON.stringify(url)}`)).toMatchObject({ code: 'ADDRESS_REFUSED' });
  await person.run('mutation ($id: ID!) { deleteWebhook(webhookId: $id) { __typename } }', { id: webhook.id });
});

test('a webhook is changed and switched off; one that is off is not tried', async () => {
  const { webhook } = await create();
  expect(await change(webhook.id, 'url: "https://1.0.0.1/", events: [COMPOSITION_FAILED], active: false')).toEqual({
    url: 'https://1.0.0.1/',
    events: ['COMPOSITION_FAILED'],
    active: false,
  });
  expect(await change(webhook.id, 'events: []')).toMatchObject({ code: 'INVALID_INPUT' });
  const { data } = await person.run(TEST_WEBHOOK, { id: webhook.id });
  expect(data.testWebhook).toMatchObject({ code: 'WRONG_STATE' });
});

test('a new secret replaces the old one', async () => {
  const { secret, webhook } = await create();
  const { data } = await person.run(
    'mutation ($id: ID!) { rotateWebhookSecret(webhookId: $id) { ... on WebhookWithSecret { secret webhook { id } } } }',
    { id: webhook.id },
  );
  expect(data.rotateWebhookSecret.webhook.id).toBe(webhook.id);
  expect(data.rotateWebhookSecret.secret).toMatch(/^whsec_/);
  expect(data.rotateWebhookSecret.secret).not.toBe(secret);
});

test('a trial becomes a delivery and a workflow of the same id; when it is over it can be sent again', async () => {
  const { webhook } = await create();
  const { data } = await person.run(TEST_WEBHOOK, { id: webhook.id });
  const { id } = data.testWebhook;
  expect(data.testWebhook).toMatchObject({ event: 'WEBHOOK_TEST', status: 'PENDING', attempts: 0 });
  const deliveryId = decodeId('WebhookDelivery', id);
  await api.services.afterwards.settled();
  const connection = await Connection.connect({ address: inject('servers').temporalAddress });
  const described = await new Client({ connection }).workflow.getHandle(webhookWorkflowId(deliveryId)).describe();
  expect([described.type, described.status.name]).toEqual(['deliverWebhook', 'RUNNING']);
  await connection.close();
  const again = async () =>
    (
      await person.run(
        'mutation ($id: ID!) { redeliverWebhook(deliveryId: $id) { ... on WebhookDelivery { id status } ... on Error { code } } }',
        { id },
      )
    ).data.redeliverWebhook;
  expect(await again()).toEqual({ code: 'WRONG_STATE' });
  await api.admin.query(`update facet.webhook_delivery set status = 'failed' where id = $1`, [deliveryId]);
  expect(await again()).toEqual({ id, status: 'PENDING' });
  const { data: seen } = await person.run(
    'query ($id: ID!) { webhook(id: $id) { ... on Webhook { deliveries(first: 1) { totalCount edges { node { id webhook { id } } } } } } }',
    { id: webhook.id },
  );
  expect(seen.webhook.deliveries).toEqual({ totalCount: 1, edges: [{ node: { id, webhook: { id: webhook.id } } }] });
});

test('only who may administer sees or changes webhooks, also by their ids', async () => {
  const owner = await signUp(api);
  const { webhook } = await create(owner);
  const { data: tried } = await owner.run(TEST_WEBHOOK, { id: webhook.id });
  const { secret } = await createKey(owner, ['READ', 'WRITE']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  const refused = await key.run('{ webhooks { totalCount } }');
  expect(refused.errors[0]!.extensions.code).toBe('FORBIDDEN');
  for (const id of [webhook.id, tried.testWebhook.id])
    expect((await key.run('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toBeNull();
  expect((await create(key)).__typename).toBe('ForbiddenError');
  const { secret: mighty } = await createKey(owner, ['READ', 'ADMINISTER']);
  const admin = callerOf(api, { authorization: `Bearer ${mighty}` });
  expect((await create(admin)).__typename).toBe('WebhookWithSecret');
});

test('a deleted webhook is gone with its deliveries, and the audit log tells of all of it, without the address', async () => {
  const owner = await signUp(api);
  const { webhook } = await create(owner);
  await change(webhook.id, 'active: true', owner);
  const { data } = await owner.run(TEST_WEBHOOK, { id: webhook.id });
  await owner.run('mutation ($id: ID!) { deleteWebhook(webhookId: $id) { __typename } }', { id: webhook.id });
  for (const id of [webhook.id, data.testWebhook.id])
    expect((await owner.run('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toBeNull();
  const events = await owner.run('{ auditEvents { edges { node { action detail } } } }');
  const actions = events.data.auditEvents.edges.map((edge: { node: { action: string } }) => edge.node.action);
  expect(actions).toEqual(['webhook.delete', 'webhook.test', 'webhook.update', 'webhook.create']);
  expect(events.text).toContain('1.1.1.1');
  expect(events.text).not.toContain('hidden');
});
