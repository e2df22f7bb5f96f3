import { ATTRIBUTES } from '@facet/base';
import { encodeId, Fingerprint, pictureKeys, type CompositionId } from '@facet/contracts';
import {
  addTokens,
  cancelRun,
  createLibrary,
  DEFAULT_QUOTAS,
  deleteToken,
  getCompositions,
  getOutputsOf,
  getTokenContents,
  getTokensByHash,
  listenForChanges,
  startComposition,
  waitingRuns,
  type NewComposition,
} from '@facet/db';
import {
  decodeImage,
  demoModelDirectory,
  encodePng,
  loadModel,
  readPngText,
  type DiffusionModel,
} from '@facet/diffusion';
import { drawRecipe, invert, parseRecipe, RECIPE_KEYWORD, type TokenSet } from '@facet/inversion';
import type { WorkflowHandle } from '@temporalio/client';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { libraryTokenSet, newTokensOf } from '../src/activities/run/token-rows.ts';
import { requestOf } from '../src/engine/run-request.ts';
import { saveHistory } from './save-history.ts';
import { openWorld, PICTURE, PICTURE_HASH, type World } from './world.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

let world: World;
let worker: WorkerProcess;
let model: DiffusionModel;
let input: NewComposition;

beforeAll(async () => {
  model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
  world = await openWorld(() => model.fingerprint);
  const settings = { steps: 2, batchSize: 1 };
  const run = { picture: PICTURE, imageHash: PICTURE_HASH, method: 'matte', objectWord: 'cat', settings };
  const set = await invert(model, await requestOf(model, run));
  const tokens = newTokensOf(set, {}, {}).map((token) => Object.assign(token, { name: 'cat' }));
  const tokenIds = await world.inside(async (t) => {
    const { id } = await createLibrary(t, world.actor, { name: 'cats', visibility: 'organization' });
    return addTokens(t, world.actor, id, tokens, { source: 'import' });
  });
  input = {
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
    fingerprint: Fingerprint.parse(model.fingerprint),
  };
  worker = await startWorkerProcess(world.folder);
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await world?.close();
  await model?.close();
});

const begin = async (changes: Partial<NewComposition> = {}): Promise<CompositionId> =>
  (await world.inside((t) => startComposition(t, world.actor, { ...input, ...changes }))).id;
const row = async (id: CompositionId) => (await world.inside((t) => getCompositions(t, [id])))[0]!;
const outputs = (id: CompositionId) => world.inside((t) => getOutputsOf(t, [id]));

test('a composition gives one picture for each seed, each of which names its tokens, and can be drawn again with them', async () => {
  const id = await begin();
  const handle = await world.compose(id);
  expect(await handle.result()).toEqual({ status: 'finished', outputs: 2 });
  expect(await row(id)).toMatchObject({ status: 'finished', done: 2 });
  const pictures = await outputs(id);
  expect(pictures.map(({ index, seed }) => [index, seed])).toEqual([
    [0, 5],
    [1, 6],
  ]);
  const side = [64, 64];
  expect(pictures[1]).toMatchObject({ holdsTokens: false, pictureSizes: { small: side, medium: side, full: side } });
  for (const key of pictureKeys(pictures[1]!.storageKey))
    expect((await world.store.head(key)).sizeBytes).toBeGreaterThan(0);
  const png = await world.store.getBytes(pictures[1]!.storageKey, 1e8);
  const recipe = parseRecipe(readPngText(Buffer.from(png), RECIPE_KEYWORD)!, 'output');
  expect(recipe).toMatchObject({ seeds: [6], index: 0, steps: 3, scheduler: 'dpm-solver++' });
  // By what the recipe says of a token, the library finds it.
  const found = new Map<string, TokenSet>();
  for (const { attribute, tokenId } of input.slots) {
    const { hash, ...named } = recipe.tokens[attribute]!;
    expect(named).toEqual({ id: encodeId('Token', tokenId), name: 'cat', strength: 1 });
    const [token] = await world.inside((t) => getTokensByHash(t, world.actor, [hash]));
    expect(token).toMatchObject({ id: tokenId });
    const [content] = await world.inside((t) => getTokenContents(t, world.actor, [tokenId]));
    found.set(hash, libraryTokenSet(content!));
  }
  const [again] = await encodePng(await drawRecipe(model, recipe, async (hash) => found.get(hash)));
  const size = { width: 64, height: 64 };
  expect((await decodeImage(png, size)).data).toEqual((await decodeImage(again!, size)).data);

  const { events } = await handle.fetchHistory();
  const drawing = events!
    .map((event) => event.activityTaskScheduledEventAttributes)
    .find((it) => it?.activityType?.name === 'drawComposition');
  expect(drawing?.priority).toMatchObject({ priorityKey: 2, fairnessKey: 'somebody' });
});

test('many pictures are drawn in slices, each picture once, and somebody else gets theirs in between', async () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const many = await begin({ seeds, steps: 40 });
  const drawing = await world.compose(many);
  await expect.poll(async () => (await row(many)).done).toBeGreaterThan(0);
  const one = await begin({ seeds: [1], steps: 3 });
  expect(await (await world.compose(one, 'somebody else')).result()).toEqual({ status: 'finished', outputs: 1 });
  expect((await row(many)).status).toBe('running');
  expect(await drawing.result()).toEqual({ status: 'finished', outputs: 40 });
  await saveHistory(drawing, 'compose-images-in-slices');
  expect((await outputs(many)).map(({ index, seed }) => [index, seed])).toEqual(seeds.map((seed) => [seed, seed]));
});

test('a composition whose token was deleted meanwhile says so', async () => {
  const { id: libraryId } = await world.inside((t) =>
    createLibrary(t, world.actor, { name: 'short-lived', visibility: 'organization' }),
  );
  const set = await invert(
    model,
    await requestOf(model, {
      picture: PICTURE,
      imageHash: PICTURE_HASH,
      method: 'textual-inversion',
      objectWord: 'cat',
      settings: { steps: 1, batchSize: 1 },
    }),
  );
  const [token] = newTokensOf(set, {}, {}).map((each) => Object.assign(each, { name: 'cat' }));
  const [tokenId] = await world.inside((t) => addTokens(t, world.actor, libraryId, [token!], { source: 'import' }));
  const id = await begin({ slots: [{ attribute: 'object', tokenId: tokenId!, strength: 1 }] });
  await world.inside((t) => deleteToken(t, world.actor, tokenId!, { evenInUse: true }));
  expect(await (await world.compose(id)).result()).toEqual({ status: 'failed', code: 'token-unavailable' });
  expect((await row(id)).errorMessage).toContain('object token "cat"');
});

test('how long a composition will take is said while it is drawn, its only picture included', async () => {
  const estimates: number[] = [];
  const id = await begin({ seeds: [1], steps: 150 });
  const stop = await listenForChanges(inject('workerServers').appUrl, {
    onChange: async ({ ids }) => {
      const { remainingSeconds } = ids.includes(id) ? await row(id) : { remainingSeconds: null };
      if (remainingSeconds !== null) estimates.push(remainingSeconds);
    },
    onGap: () => undefined,
  });
  expect(await (await world.compose(id)).result()).toMatchObject({ status: 'finished' });
  await stop();
  expect(estimates.length).toBeGreaterThan(0);
  expect(estimates.every((seconds) => seconds >= 0)).toBe(true);
  expect((await row(id)).remainingSeconds).toBeNull();
});

/** How often an activity of a workflow was begun. */
async function triesOf(handle: WorkflowHandle, activity: string): Promise<number> {
  const { events } = await handle.fetchHistory();
  const scheduled = events!.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === activity,
  )!;
  const started = events!.find(
    ({ activityTaskStartedEventAttributes: it }) => String(it?.scheduledEventId) === String(scheduled.eventId),
  )!;
  return started.activityTaskStartedEventAttributes!.attempt!;
}

test('what can never be drawn fails at its first try and leaves its place; what broke on our side is tried few times', async () => {
  const set = await invert(
    model,
    await requestOf(model, {
      picture: PICTURE,
      imageHash: PICTURE_HASH,
      method: 'textual-inversion',
      objectWord: 'cat',
      settings: { steps: 1, batchSize: 1 },
    }),
  );
  const [token] = newTokensOf(set, {}, {});
  const huge = { ...token!, name: 'huge', vectors: token!.vectors.map(({ length }) => Array(length).fill(3e38)) };
  const tokenId = await world.inside(async (t) => {
    const { id } = await createLibrary(t, world.actor, { name: 'huge', visibility: 'organization' });
    return (await addTokens(t, world.actor, id, [huge], { source: 'import' }))[0]!;
  });
  const beyond = await begin({ slots: [{ attribute: 'object', tokenId, strength: 2 }] });
  const drawing = await world.compose(beyond);
  expect(await drawing.result()).toEqual({ status: 'failed', code: 'invalid-input' });
  expect(await triesOf(drawing, 'drawComposition')).toBe(1);

  // The recursion of the tokenizer ends where the stack does.
  const broken = await begin({ slots: [], prompt: 'a cat of mine', negativePrompt: `unsaid ${'x'.repeat(190_000)}` });
  const failing = await world.compose(broken);
  const result = (await failing.result()) as { status: string };
  expect(result.status).toBe('failed');
  expect(await triesOf(failing, 'drawComposition')).toBeLessThanOrEqual(3);
  // What people wrote is theirs, and in no log, whatever an error quotes.
  const logged = JSON.stringify(worker.lines);
  expect(logged).toContain('an activity failed');
  expect(logged).not.toMatch(/a cat of mine|unsaid|xxxxx/);
  const { places } = await world.inside((t) => waitingRuns(t, 'composition', 1));
  expect(places).toBe(DEFAULT_QUOTAS.running_compositions);
});

test('a cancelled composition keeps the pictures that it has and draws no more', async () => {
  const id = await begin({ seeds: Array.from({ length: 500 }, (_, i) => i), steps: 2 });
  const handle = await world.compose(id);
  await expect.poll(async () => (await row(id)).done, { interval: 50 }).toBeGreaterThan(0);
  await world.inside((t) => cancelRun(t, 'composition', id));
  const { outputs: count } = (await handle.result()) as { outputs: number };
  expect(await row(id)).toMatchObject({ status: 'cancelled', done: count });
  expect(count).toBeLessThan(500);
  expect(await outputs(id)).toHaveLength(count);
});
