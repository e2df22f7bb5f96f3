import { Fingerprint, inversionWorkflowId } from '@facet/contracts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** Nobody holds this model: what a sweeper starts stays where it is. */
const FINGERPRINT = Fingerprint.parse('ab'.repeat(32));

let world: World;
let worker: WorkerProcess;
beforeAll(async () => {
  world = await openWorld(() => FINGERPRINT);
  worker = await startWorkerProcess(world.folder, { FACET_SWEEP_SECONDS: '1' });
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await world?.close();
});

test('a run whose workflow was never started, because the API died in between, is started', async () => {
  const id = await world.inversion();
  expect((await world.row(id)).workflowStartedAt).toBeNull();
  await world.admin.query(`update facet.inversion set updated_at = now() - interval '1 minute' where id = $1`, [id]);
  await expect.poll(async () => (await world.row(id)).workflowStartedAt, { timeout: 60_000 }).not.toBeNull();
  const { status } = await world.client.workflow.getHandle(inversionWorkflowId({ id, attempt: 1 })).describe();
  expect(status.name).toBe('RUNNING');
  await world.client.workflow.getHandle(inversionWorkflowId({ id, attempt: 1 })).terminate();
});
