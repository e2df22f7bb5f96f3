import { ATTRIBUTES } from '@facet/base';
import { Fingerprint, type InversionId } from '@facet/contracts';
import { addTokens, cancelRun, createLibrary, startComposition } from '@facet/db';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { invert, type TokenSet } from '@facet/inversion';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newTokensOf } from '../src/activities/run/token-rows.ts';
import { requestOf } from '../src/engine/run-request.ts';
import { openWorld, PICTURE, PICTURE_HASH, resultOf, SETTINGS, type World } from './world.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

/** What libs/inversion allows two runs of one batch to differ from each alone. */
const TOLERANCE = 1e-4;
const TWO = [
  { ...SETTINGS, steps: 9, seed: 3 },
  { ...SETTINGS, steps: 12, seed: 4 },
] as const;

let fingerprint: string;
let plain: TokenSet[];
let world: World;
let other: World;
let worker: WorkerProcess | undefined;

beforeAll(async () => {
  const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
  fingerprint = model.fingerprint;
  plain = [];
  for (const settings of TWO) {
    const run = { picture: PICTURE, imageHash: PICTURE_HASH, method: 'matte', objectWord: 'cat', settings };
    plain.push(await invert(model, await requestOf(model, run)));
  }
  await model.close();
  world = await openWorld(() => fingerprint);
  other = await openWorld(() => fingerprint, world.folder);
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await other?.close();
  await world?.close();
});

/** A worker that trains several runs together as one does whose device gains from it. */
async function startSharing(more: Readonly<Record<string, string>> = {}): Promise<void> {
  await worker?.end('SIGTERM');
  worker = await startWorkerProcess(world.folder, { FACET_SHARED_RUNS: '3', ...more });
}

async function expectTokens(owner: World, id: InversionId, set: TokenSet): Promise<void> {
  const tokens = await owner.tokens(id);
  expect(tokens.map(({ attribute }) => attribute).sort()).toEqual(set.tokens.map(({ name }) => name).sort());
  for (const { attribute, vectors } of tokens) {
    // A token of matte has one vector.
    const [expected] = set.tokens.find(({ name }) => name === attribute)!.vectors;
    expect(Math.max(...vectors.map((value, i) => Math.abs(value - expected![i]!)))).toBeLessThan(TOLERANCE);
  }
}

/** From when to when each training segment of a workflow was at a worker. */
async function segmentTimes(handle: WorkflowHandle): Promise<{ from: number; to: number }[]> {
  const { events } = await handle.fetchHistory();
  const secondsOf = (id: unknown): number => {
    const { seconds, nanos } = events!.find(({ eventId }) => String(eventId) === String(id))!.eventTime!;
    return Number(seconds) + nanos! / 1e9;
  };
  return events!.flatMap(({ eventId, activityTaskCompletedEventAttributes: done }) => {
    if (!done) return [];
    const scheduled = events!.find((event) => String(event.eventId) === String(done.scheduledEventId))!;
    if (scheduled.activityTaskScheduledEventAttributes!.activityType!.name !== 'trainSegment') return [];
    return [{ from: secondsOf(done.startedEventId), to: secondsOf(eventId) }];
  });
}

test('runs of different organisations are trained together, and each gives what it gives alone', async () => {
  const ids = [await world.inversion({ settings: TWO[0] }), await other.inversion({ settings: TWO[1] })] as const;
  // Both wait on the server when the worker comes.
  const handles = [await world.start(ids[0]), await other.start(ids[1])] as const;
  await startSharing();
  for (const handle of handles) expect(await resultOf(handle)).toMatchObject({ status: 'finished' });
  await expectTokens(world, ids[0], plain[0]!);
  await expectTokens(other, ids[1], plain[1]!);
  const [first, second] = await Promise.all(handles.map(segmentTimes));
  expect(first!.some((a) => second!.some((b) => a.from < b.to && b.from < a.to))).toBe(true);
});

test('a run goes on undisturbed while one beside it is cancelled and another one fails', async () => {
  const [cancelled, failing] = [
    await other.inversion({ settings: { ...SETTINGS, steps: 100_000 } }),
    await other.inversion({ settings: { ...SETTINGS, colorStyleWeight: Number.MAX_VALUE, normPull: 0 } }),
  ];
  const handles = { cancelled: await other.start(cancelled), failing: await other.start(failing) };
  await startSharing({ FACET_SEGMENT_STEPS: '100000' });
  await expect.poll(async () => (await other.row(cancelled)).done, { interval: 50 }).toBeGreaterThan(0);
  const good = await world.inversion({ settings: TWO[1] });
  const handle = await world.start(good);
  await expect.poll(async () => (await world.row(good)).done, { interval: 50 }).toBeGreaterThan(0);
  await other.inside((t) => cancelRun(t, 'inversion', cancelled));
  expect(await resultOf(handles.cancelled)).toMatchObject({ status: 'cancelled' });
  expect(await other.tokens(cancelled)).toEqual([]);
  expect(await resultOf(handles.failing)).toEqual({ status: 'failed', code: 'invalid-input' });
  expect((await other.row(failing)).errorMessage).toContain('Lower the learning rate');
  expect(await resultOf(handle)).toMatchObject({ status: 'finished' });
  await expectTokens(world, good, plain[1]!);
});

test('a composition is drawn while a segment is trained, and the segment goes on after it', async () => {
  const tokens = newTokensOf(plain[0]!, {}, {}).map((token) => Object.assign(token, { name: 'cat' }));
  const tokenIds = await world.inside(async (t) => {
    const { id } = await createLibrary(t, world.actor, { name: 'cats', visibility: 'organization' });
    return addTokens(t, world.actor, id, tokens, { source: 'import' });
  });
  await startSharing({ FACET_SHARED_RUNS: '1', FACET_SEGMENT_STEPS: '100000' });
  const id = await other.inversion({ settings: { ...SETTINGS, steps: 100_000 } });
  const run = await other.start(id);
  await expect.poll(async () => (await other.row(id)).done, { interval: 50 }).toBeGreaterThan(0);
  const composition = await world.inside((t) =>
    startComposition(t, world.actor, {
      prompt: null,
      negativePrompt: '',
      words: {},
      slots: tokens.map(({ attribute }, i) => ({
        attribute: ATTRIBUTES.find((each) => each === attribute)!,
        tokenId: tokenIds[i]!,
        strength: 1,
      })),
      seeds: [5, 6],
      steps: 3,
      guidance: 3.5,
      scheduler: 'dpm-solver++',
      width: 64,
      height: 64,
      fingerprint: Fingerprint.parse(fingerprint),
    }),
  );
  expect(await (await world.compose(composition.id)).result()).toEqual({ status: 'finished', outputs: 2 });
  // Only the preparing segment has ended.
  expect(await segmentTimes(run)).toHaveLength(1);
  const { done } = await other.row(id);
  await expect.poll(async () => (await other.row(id)).done, { interval: 50 }).toBeGreaterThan(done);
  await other.inside((t) => cancelRun(t, 'inversion', id));
  expect(await resultOf(run)).toMatchObject({ status: 'cancelled' });
});
