import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { eventually } from './eventually.ts';
import { startStack, type Process, type Stack } from './stack.ts';
import { openTenant, rowId, STEPS, type Tenant } from './tenant.ts';

let stack: Stack;
let tenant: Tenant;
let worker: Process;
beforeAll(async () => {
  stack = await startStack();
  [worker] = await Promise.all([stack.startWorker(), stack.startApi()]);
  tenant = await openTenant(stack);
});
afterAll(() => stack?.close());

const undisturbed = inject('undisturbed');

/** The worker that there is ends, and only then another one comes, so it is known who works. */
async function replace(signal: NodeJS.Signals): Promise<string | void> {
  const how = await worker.end(signal);
  worker = await stack.startWorker();
  return how;
}

/** Steps that are in storage. */
async function checkpointed(id: string): Promise<number> {
  const { rows } = await stack.admin.query<{ step: number | null }>(
    'select max(step) as step from facet.checkpoint where inversion_id = $1',
    [rowId(id)],
  );
  return rows[0]!.step ?? -1;
}

test('a worker that is killed between two checkpoints costs a segment and no bit', async () => {
  const inverting = await tenant.invert();
  // Progress beyond the last checkpoint: in the middle of a segment.
  await tenant.until('inversion', inverting.id, ({ done }) => done > 0 && done < STEPS);
  await replace('SIGKILL');
  expect(await tenant.result(inverting)).toEqual(undisturbed);
});

test('a worker that is killed while it writes a checkpoint leaves the one before, and another worker goes on from there', async () => {
  const caught = stack.gate.hold('/checkpoints/2.safetensors');
  const inverting = await tenant.invert();
  await caught;
  expect(await checkpointed(inverting.id)).toBe(2);
  await replace('SIGKILL');
  expect(await tenant.result(inverting)).toEqual(undisturbed);
});

test('a worker that is killed while it stores finished tokens leaves none, and another worker stores them all', async () => {
  const caught = stack.gate.hold('/tokens.safetensors');
  const inverting = await tenant.invert();
  await caught;
  expect(await tenant.tokens(inverting)).toEqual([]);
  await replace('SIGKILL');
  expect(await tenant.result(inverting)).toEqual(undisturbed);
  expect(await tenant.tokens(inverting)).toHaveLength(4);
});

test('a worker that is killed in the middle of a composition costs one picture, which is drawn again the same', async () => {
  const inverting = await tenant.invert();
  await tenant.until('inversion', inverting.id, ({ status }) => status === 'FINISHED');
  const caught = stack.gate.hold('/1.png');
  const id = await tenant.compose(inverting);
  await caught;
  await replace('SIGKILL');
  expect(await tenant.pictures(id)).toEqual(undisturbed.pictures);
});

test('a worker that is asked to end hands its run over at once, and ends with status 0', async () => {
  const inverting = await tenant.invert();
  await tenant.until('inversion', inverting.id, ({ done }) => done > 0);
  expect(await replace('SIGTERM')).toBe('ended with exit code 0');
  expect(await tenant.result(inverting)).toEqual(undisturbed);
});

test('a worker that was taken for lost and comes back, while another has its run, changes nothing', async () => {
  const caught = stack.gate.hold('/checkpoints/1.safetensors');
  const inverting = await tenant.invert();
  const held = await caught;
  const lost = worker;
  lost.signal('SIGSTOP');
  worker = await stack.startWorker();
  // The other one is past the segment that the lost one still writes.
  await eventually('the other worker further on', async () => (await checkpointed(inverting.id)) > 2);
  lost.signal('SIGCONT');
  held.release();
  expect(await tenant.result(inverting)).toEqual(undisturbed);
  expect(await tenant.tokens(inverting)).toHaveLength(4);
  expect(await lost.end('SIGTERM')).toBe('ended with exit code 0');
  expect(await stack.stored(rowId(inverting.id), 'checkpoints/')).toEqual([]);
});
