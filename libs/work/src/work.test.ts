import { RUN_KINDS, runWorkflowId, type RunKind } from '@facet/base';
import {
  Fingerprint,
  newId,
  type OrganizationId,
  type RunId,
  type RunRef,
  type UserId,
  type WebhookDeliveryId,
} from '@facet/contracts';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { callRun, cancelRun, deliveryStanding, runStanding, startDelivery, startRun, terminateRun } from './index.ts';

let connection: Connection;
let client: Client;
beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
  client = new Client({ connection });
});
afterAll(() => connection.close());

const fingerprint = Fingerprint.parse('ab'.repeat(32));
const newRun = (): RunRef => ({ organizationId: newId<OrganizationId>(), id: newId<RunId>(), attempt: 1, fingerprint });
const describe = (kind: RunKind, run: RunRef) => client.workflow.getHandle(runWorkflowId(kind, run)).describe();

test.each(RUN_KINDS)(
  'an attempt of each kind of run is started once (%s), on the queue of its model, in the turn of who answers for it',
  async (kind) => {
    const run = newRun();
    const payer = newId<UserId>();
    await startRun(client.workflow, kind, run, payer);
    const first = await describe(kind, run);
    expect(first).toMatchObject({
      type: { inversion: 'invertImage', composition: 'composeImages' }[kind],
      taskQueue: `engine-${fingerprint}`,
      priority: { priorityKey: { inversion: 4, composition: 2 }[kind], fairnessKey: payer },
    });
    await startRun(client.workflow, kind, run, payer);
    await terminateRun(client.workflow, kind, run, 'test');
    await startRun(client.workflow, kind, run, payer);
    expect(await describe(kind, run)).toMatchObject({ runId: first.runId, status: { name: 'TERMINATED' } });

    await startRun(client.workflow, kind, { ...run, attempt: 2 }, payer);
    expect(await describe(kind, { ...run, attempt: 2 })).toMatchObject({ status: { name: 'RUNNING' } });
  },
);

test('a delivery that is sent again is started again, once the workflow of the time before has ended', async () => {
  const delivery = { organizationId: newId<OrganizationId>(), deliveryId: newId<WebhookDeliveryId>() };
  expect(await startDelivery(client.workflow, delivery)).toBe(true);
  expect(await startDelivery(client.workflow, delivery)).toBe(false);
  await client.workflow.getHandle(`webhook/${delivery.deliveryId}`).terminate();
  expect(await startDelivery(client.workflow, delivery)).toBe(true);
});

test('a run without a workflow is left alone, whatever is wanted of it', async () => {
  const run = newRun();
  expect(await callRun(client.workflow, 'inversion', run)).toBe(false);
  await cancelRun(client.workflow, 'inversion', run);
  await terminateRun(client.workflow, 'inversion', run, 'test');
  await startRun(client.workflow, 'inversion', run, null);
  expect(await callRun(client.workflow, 'inversion', run)).toBe(true);
});

test('it is told whether a workflow runs, has ended or never was, and a server that cannot say is no answer', async () => {
  const run = newRun();
  const standing = () => runStanding(client.workflow, 'composition', run);
  expect(await standing()).toBe('unknown');
  await startRun(client.workflow, 'composition', run, null);
  expect(await standing()).toBe('running');
  await terminateRun(client.workflow, 'composition', run, 'test');
  expect(await standing()).toBe('ended');
  expect(await deliveryStanding(client.workflow, newId<WebhookDeliveryId>())).toBe('unknown');
  const elsewhere = new Client({ connection, namespace: 'not-there' });
  await expect(runStanding(elsewhere.workflow, 'composition', run)).rejects.toThrow('not-there');
});
