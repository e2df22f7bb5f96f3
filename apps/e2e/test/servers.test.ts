import { runWorkflowId } from '@facet/base';
import { cancelInversion, connect, followInversion, type ClientOptions } from '@facet/client';
import type { InversionId } from '@facet/contracts';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startStack, type Process, type Stack } from './stack.ts';
import { openTenant, rowId, STEPS, type Tenant } from './tenant.ts';

let stack: Stack;
let tenant: Tenant;
let api: Process;
beforeAll(async () => {
  stack = await startStack();
  [api] = await Promise.all([stack.startApi(), stack.startWorker()]);
  tenant = await openTenant(stack);
});
afterAll(() => stack?.close());

const undisturbed = inject('undisturbed');

const workflowId = (id: string): string => runWorkflowId('inversion', { id: rowId(id) as InversionId, attempt: 1 });

test('an API that is killed between row and workflow leaves a run that is started once, and its key names that run in the next API', async () => {
  const libraryId = await tenant.library();
  const row = async () =>
    (
      await stack.admin.query<{ id: string; started: Date | null }>(
        'select id, workflow_started_at as started from facet.inversion where library_id = $1',
        [rowId(libraryId)],
      )
    ).rows[0];
  // Nothing can be started, so the API, which has answered, is in between for as long as it tries.
  await stack.temporal.kill('SIGTERM');
  const asked = await tenant.invert('once', libraryId);
  const { id, started } = (await row())!;
  expect([rowId(asked.id), started]).toEqual([id, null]);
  await api.end('SIGKILL');
  await stack.temporal.start();
  api = await stack.startApi();

  await eventually('a workflow', async () => (await row())!.started !== null);
  const again = await tenant.invert('once', libraryId);
  expect(rowId(again.id)).toBe(id);
  expect(await tenant.result(again)).toEqual(undisturbed);
  const { count } = await stack.workflows.count(`WorkflowId = '${workflowId(again.id)}'`);
  expect(count).toBe(1);
});

test('a run goes on where it was when Temporal is killed and started again', async () => {
  const inverting = await tenant.invert();
  await tenant.until('inversion', inverting.id, ({ done }) => done > 0 && done < STEPS);
  await stack.temporal.kill('SIGKILL');
  await stack.temporal.start();
  expect(await tenant.result(inverting)).toEqual(undisturbed);
});

test('while Temporal is away runs are taken and cancelled, and once it is back those that are wanted are done', async () => {
  await stack.temporal.kill('SIGKILL');
  const [wanted, unwanted] = [await tenant.invert(), await tenant.invert()];
  expect(await cancelInversion(tenant.client, unwanted.id)).toMatchObject({ status: 'CANCELLED' });
  await stack.temporal.start();
  expect(await tenant.result(wanted)).toEqual(undisturbed);
  expect(await tenant.tokens(unwanted)).toEqual([]);
});

/** Everything that a subscriber is told of an inversion, until there is no more. */
function watch(id: string, options: Pick<ClientOptions, 'reconnectAttempts'> = {}) {
  const client = connect({ url: stack.apiUrl, credentials: tenant.session, ...options });
  const seen: { status: string; done: number }[] = [];
  const collect = async (): Promise<void> => {
    for await (const { status, done } of followInversion(client, id)) seen.push({ status, done });
    await client.close();
  };
  const ended = collect();
  ended.catch(() => undefined);
  return { seen, ended };
}

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'who follows a run is told of it to its end, in order, when the API is ended by %s in the middle and started again',
  async (signal) => {
    const inverting = await tenant.invert();
    const { seen, ended } = watch(inverting.id);
    await eventually('progress', () => seen.some(({ status }) => status === 'RUNNING'));
    const before = seen.length;
    await api.end(signal);
    api = await stack.startApi();
    expect(await tenant.result(inverting)).toEqual(undisturbed);
    await ended;
    expect(seen.length).toBeGreaterThan(before);
    const done = seen.map((state) => state.done);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(seen.at(-1)).toEqual({ status: 'FINISHED', done: STEPS });
  },
);

test('a run and who watches it go on when PostgreSQL is ended in the middle of everything and started again', async () => {
  const inverting = await tenant.invert();
  // Its socket has to last.
  const { seen, ended } = watch(inverting.id, { reconnectAttempts: 0 });
  await eventually('progress', () => seen.some(({ done }) => done > 0 && done < STEPS));
  // Immediate shutdown: no session is told, and the next start recovers from the log.
  await stack.postgres.kill('SIGQUIT');
  const before = seen.length;
  await stack.postgres.start();
  expect(await tenant.result(inverting)).toEqual(undisturbed);
  await ended;
  expect(seen.length).toBeGreaterThan(before);
  expect(seen.at(-1)).toEqual({ status: 'FINISHED', done: STEPS });
});

test('a run waits for storage that fails for a while', async () => {
  const inverting = await tenant.invert();
  await tenant.until('inversion', inverting.id, ({ done }) => done > 0 && done < STEPS);
  await stack.storage.kill('SIGKILL');
  const handle = stack.workflows.getHandle(workflowId(inverting.id));
  await eventually('a second attempt', async () => {
    const { raw } = await handle.describe();
    return raw.pendingActivities?.some(({ attempt }) => attempt! > 1);
  });
  await stack.storage.start();
  expect(await tenant.result(inverting)).toEqual(undisturbed);
});
