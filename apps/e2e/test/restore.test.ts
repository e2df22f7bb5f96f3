import { cancelInversion, getViewer, resumeInversion, type Client } from '@facet/client';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startStack, type Stack } from './stack.ts';
import { openTenant, STEPS } from './tenant.ts';

let folder: string;
const stacks: Stack[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facet-restore-'));
});
afterAll(async () => {
  for (const stack of stacks) await stack.close();
  rmSync(folder, { recursive: true, force: true });
});

async function newStack(): Promise<Stack> {
  const stack = await startStack();
  stacks.push(stack);
  return stack;
}

/** How many runs of a kind are at work, as the API says it. */
async function running(client: Client): Promise<number> {
  const { usage } = await getViewer(client);
  return usage.find(({ kind }) => kind === 'RUNNING_INVERSIONS')!.used;
}

const undisturbed = inject('undisturbed');

test('an installation that is restored beside a new Temporal has all it had, runs that were at work end and can be resumed, those that waited are done, and all places are free', async () => {
  const lost = await newStack();
  const [, worker] = await Promise.all([lost.startApi(), lost.startWorker()]);
  const before = await openTenant(lost);
  const finished = await before.invert();
  await before.until('inversion', finished.id, ({ status }) => status === 'FINISHED');
  const composition = await before.compose(finished);
  const had = { files: await before.files(finished), pictures: await before.pictures(composition) };

  // Caught in each of the states that nothing would have moved any more.
  const [working, stopping] = [await before.invert(), await before.invert()];
  await before.until('inversion', working.id, ({ done }) => done > 0 && done < STEPS);
  await before.until('inversion', stopping.id, ({ status }) => status === 'RUNNING');
  await worker.end('SIGKILL');
  expect(await cancelInversion(before.client, stopping.id)).toMatchObject({ status: 'CANCELLING' });
  const waiting = await before.invert();
  expect(await lost.operate('backup', folder)).toContain('FACET_SECRET');
  await stacks.pop()!.close();

  const stack = await newStack();
  expect(await stack.operate('restore', folder)).toContain('rows');
  await Promise.all([stack.startApi(), stack.startWorker()]);
  // Signed in as before.
  const tenant = await openTenant(stack, before);
  expect({ files: await tenant.files(finished), pictures: await tenant.pictures(composition) }).toEqual(had);
  await tenant.until('inversion', stopping.id, ({ status }) => status === 'CANCELLED');
  const failed = await tenant.until('inversion', working.id, ({ status }) => status === 'FAILED');
  expect(failed).toMatchObject({ error: { code: 'INFRASTRUCTURE', message: expect.stringContaining('Resume it') } });
  expect(await tenant.result(waiting)).toEqual(undisturbed);
  expect(await running(tenant.client)).toBe(0);
  for (const { id } of [working, stopping]) await resumeInversion(tenant.client, id);
  expect(await tenant.result(working)).toEqual(undisturbed);
  expect(await tenant.result(stopping)).toEqual(undisturbed);
  expect(await tenant.result(await tenant.invert())).toEqual(undisturbed);
});
