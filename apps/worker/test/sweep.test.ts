import { runWorkflowId } from '@facet/base';
import { Fingerprint, type CompositionId, type InversionId } from '@facet/contracts';
import { announceModel, cancelRun, getCompositions, resumeRun, startComposition, usageOfMonths } from '@facet/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorld, type World } from './world.ts';
import { saveHistory } from './save-history.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** No worker holds these models: what a sweeper starts stays where it is. The first counts as held. */
const FINGERPRINT = Fingerprint.parse('ab'.repeat(32));
const UNHELD = Fingerprint.parse('cd'.repeat(32));

let world: World;
let worker: WorkerProcess;
beforeAll(async () => {
  world = await openWorld(() => FINGERPRINT);
  await holdForLong(FINGERPRINT);
  worker = await startWorkerProcess(world.folder, { FACET_SWEEP_SECONDS: '1', FACET_MODEL_WAIT_SECONDS: '60' });
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await world?.close();
});

/** As if a worker had held it just now, however long the tests take. */
async function holdForLong(fingerprint: Fingerprint): Promise<void> {
  const traits = { size: 64, methods: ['matte'], schedulers: ['ddim'], hasImageEncoder: true };
  const model = { fingerprint, name: 'gone', embeddingWidth: 64, layers: 6, traits };
  await world.operations.withOperations((t) => announceModel(t, 'gone', 'cpu', model));
  const later = `now() + interval '1 day'`;
  await world.admin.query(`update facet.model set last_offered_at = ${later} where fingerprint = $1`, [fingerprint]);
}

/** Makes the sweeper look at it, which leaves alone what is younger than its maker may need. */
const age = (id: InversionId): Promise<unknown> =>
  world.admin.query(`update facet.inversion set updated_at = now() - interval '1 minute' where id = $1`, [id]);
/** A run that was started, of that model, and has shown no sign of life since. */
const strand = async (kind: 'inversion' | 'composition', id: string, fingerprint: Fingerprint): Promise<void> => {
  const values = `fingerprint = $2, updated_at = now() - interval '1 hour', workflow_started_at = now()`;
  await world.admin.query(`update facet.${kind} set ${values} where id = $1`, [id, fingerprint]);
};
const noted = async (id: InversionId): Promise<void> => {
  await expect.poll(async () => (await world.row(id)).workflowStartedAt).not.toBeNull();
};
const status = async (id: InversionId): Promise<string> => (await world.row(id)).status;

test('a run whose workflow was never started, because the API died in between, is started', async () => {
  const id = await world.inversion();
  expect((await world.row(id)).workflowStartedAt).toBeNull();
  await age(id);
  await noted(id);
  const handle = world.client.workflow.getHandle(runWorkflowId('inversion', { id, attempt: 1 }));
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

test('runs whose model nobody has held for long fail, and can be resumed; one that is to stop is cancelled; others wait', async () => {
  const [waiting, working, stopping, other] = [
    await world.inversion(),
    await world.inversion(),
    await world.inversion(),
    await world.inversion(),
  ];
  const composition: CompositionId = await world.inside(async (t) => {
    const values = { negativePrompt: '', words: {}, slots: [], steps: 1, guidance: 1, scheduler: 'ddim' };
    const input = { ...values, prompt: 'a cat', seeds: [1], width: 8, height: 8, fingerprint: UNHELD };
    return (await startComposition(t, world.actor, input)).id;
  });
  await world.admin.query(`update facet.inversion set status = 'running' where id = any($1)`, [[working, stopping]]);
  await world.inside((t) => cancelRun(t, 'inversion', stopping));
  // As it is after an attempt was started, and its worker went.
  const handle = await world.start(working);
  for (const id of [waiting, working, stopping]) await strand('inversion', id, UNHELD);
  await strand('inversion', other, FINGERPRINT);
  await strand('composition', composition, UNHELD);

  await expect.poll(() => status(waiting)).toBe('failed');
  await expect.poll(() => status(working)).toBe('failed');
  await expect.poll(() => status(stopping)).toBe('cancelled');
  await expect
    .poll(async () => (await world.inside((t) => getCompositions(t, [composition])))[0])
    .toMatchObject({ status: 'failed', errorCode: 'model-unavailable' });
  expect(await world.row(waiting)).toMatchObject({
    errorCode: 'model-unavailable',
    errorMessage: expect.stringContaining('No worker offers the model'),
  });
  await expect.poll(async () => (await handle.describe()).status.name).toBe('TERMINATED');
  await saveHistory(world.client.workflow.getHandle('sweeper'), 'sweep-settling');
  expect(await status(other)).toBe('queued');
  expect(await world.inside((t) => resumeRun(t, 'inversion', waiting))).toMatchObject({ status: 'queued', attempt: 2 });
});

test('rows whose workflow Temporal does not know, or has ended, are settled; those that are young or have one are left alone', async () => {
  const ids = await Promise.all(Array.from({ length: 6 }, () => world.inversion()));
  const [waiting, working, stopping, endedWaiting, alive, young] = ids as [
    InversionId,
    InversionId,
    InversionId,
    InversionId,
    InversionId,
    InversionId,
  ];
  const atWork = [working, stopping, alive, young];
  await world.admin.query(`update facet.inversion set status = 'running' where id = any($1)`, [atWork]);
  await world.inside((t) => cancelRun(t, 'inversion', stopping));
  const [handle, ended] = [await world.start(alive), await world.start(endedWaiting)];
  await ended.terminate('by somebody');
  for (const id of ids) await strand('inversion', id, FINGERPRINT);
  await world.admin.query('update facet.inversion set updated_at = now() where id = $1', [young]);
  const atWorkNow = async (): Promise<number> =>
    (await world.inside((t) => usageOfMonths(t))).find(({ kind }) => kind === 'running_inversions')!.used;
  const before = await atWorkNow();

  await expect.poll(() => status(working)).toBe('failed');
  await expect.poll(() => status(stopping)).toBe('cancelled');
  await expect.poll(() => status(endedWaiting)).toBe('failed');
  expect(await world.row(working)).toMatchObject({
    errorCode: 'infrastructure',
    errorMessage: expect.stringContaining('Resume it'),
  });
  // The one that only waited has a workflow again, and so its turn.
  const again = world.client.workflow.getHandle(runWorkflowId('inversion', { id: waiting, attempt: 1 }));
  await expect
    .poll(() =>
      again.describe().then(
        (is) => is.status.name,
        () => 'none',
      ),
    )
    .toBe('RUNNING');
  expect(await status(waiting)).toBe('queued');
  expect([await status(alive), await status(young)]).toEqual(['running', 'running']);
  expect(await atWorkNow()).toBe(before - 2);
  expect(await world.inside((t) => resumeRun(t, 'inversion', working))).toMatchObject({ status: 'queued', attempt: 2 });
  for (const one of [handle, again]) await one.terminate();
});

test('a message to a webhook whose workflow is gone gets a new one', async () => {
  const { rows } = await world.admin.query<{ id: string }>(
    `with hook as (insert into facet.webhook (organization_id, url, sealed_secret, events, active)
       values ($1, 'https://example.com', 'sealed', '{inversion.finished}', false) returning id)
     insert into facet.webhook_delivery (organization_id, webhook_id, event, payload, workflow_started_at)
     select $1, id, 'inversion.finished', '{}', now() - interval '1 hour' from hook returning id`,
    [world.organizationId],
  );
  const read = async () => {
    const { rows: found } = await world.admin.query<{ status: string }>(
      'select status from facet.webhook_delivery where id = $1',
      [rows[0]!.id],
    );
    return found[0]!.status;
  };
  // What that does first is to give up, because the webhook is switched off.
  await expect.poll(read).toBe('failed');
});
