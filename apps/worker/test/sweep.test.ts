import { Fingerprint, inversionWorkflowId, type InversionId } from '@facet/contracts';
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

/** Makes the sweeper look at it, which leaves alone what is younger than its maker may need. */
const age = (id: InversionId): Promise<unknown> =>
  world.admin.query(`update facet.inversion set updated_at = now() - interval '1 minute' where id = $1`, [id]);
const noted = async (id: InversionId): Promise<void> => {
  await expect.poll(async () => (await world.row(id)).workflowStartedAt, { timeout: 60_000 }).not.toBeNull();
};

test('a run whose workflow was never started, because the API died in between, is started', async () => {
  const id = await world.inversion();
  expect((await world.row(id)).workflowStartedAt).toBeNull();
  await age(id);
  await noted(id);
  const handle = world.client.workflow.getHandle(inversionWorkflowId({ id, attempt: 1 }));
  expect((await handle.describe()).status.name).toBe('RUNNING');
  await handle.terminate();
});

test('a run whose workflow was started by an API that died before it noted so is noted, and not started again', async () => {
  const id = await world.inversion();
  const handle = await world.start(id);
  const { runId } = await handle.describe();
  await age(id);
  await noted(id);
  expect(await world.client.workflow.getHandle(handle.workflowId).describe()).toMatchObject({ runId });
  await handle.terminate();
});
