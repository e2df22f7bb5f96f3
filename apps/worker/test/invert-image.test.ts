import { ATTRIBUTES } from '@facet/base';
import { type InversionId, pictureKeys } from '@facet/contracts';
import { claimRun, getSegments, cancelRun, listenForChanges, listModels, setQuota } from '@facet/db';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import { decodeTokenFile, invert, type TokenSet } from '@facet/inversion';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { assessmentSchema } from '@facet/inversion/files';
import { requestOf } from '../src/engine/run-request.ts';
import { saveHistory } from './save-history.ts';
import { openWorld, PICTURE, PICTURE_HASH, resultOf, SETTINGS, type World } from './world.ts';
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts';

let world: World;
let worker: WorkerProcess;
/** What a plain inversion of the picture gives, without any worker. */
let plain: TokenSet;

beforeAll(async () => {
  world = await openWorld(() => worker.fingerprint);
  const model = await loadModel(demoModelDirectory(), { device: 'cpu', threads: 1 });
  const run = { picture: PICTURE, imageHash: PICTURE_HASH, method: 'matte', objectWord: 'cat', settings: SETTINGS };
  plain = await invert(model, await requestOf(model, run));
  await model.close();
  worker = await startWorkerProcess(world.folder);
});
afterAll(async () => {
  await worker?.end('SIGTERM');
  await world?.close();
});

/** The bits of all vectors by attribute, in hex. */
const bits = (vectors: readonly number[]): string => Buffer.from(Float32Array.from(vectors).buffer).toString('hex');
const learned = async (id: InversionId) =>
  Object.fromEntries((await world.tokens(id)).map(({ attribute, vectors }) => [attribute, bits(vectors)]));
const expected = () =>
  Object.fromEntries(plain.tokens.map(({ name, vectors }) => [name, bits(vectors.flatMap((vector) => [...vector]))]));

const bytes = (key: string | null): Promise<Uint8Array> => world.store.getBytes(key!, 1e8);

test('a worker says which models it holds, and on what device', async () => {
  const models = await world.inside(listModels);
  expect(models).toMatchObject([{ fingerprint: worker.fingerprint, name: 'demo', devices: ['cpu'] }]);
  const response = await fetch(`http://127.0.0.1:${worker.healthPort}/healthz`);
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
});

test('segments of a worker give the tokens of a plain inversion, bit for bit, with previews, losses and a leak report', async () => {
  const id = await world.inversion();
  const states: Awaited<ReturnType<typeof world.row>>[] = [];
  const stop = await listenForChanges(inject('workerServers').appUrl, {
    onChange: ({ ids }) => {
      if (ids.includes(id)) void world.row(id).then((row) => states.push(row));
    },
    onGap: () => undefined,
  });
  const handle = await world.start(id);
  const result = await resultOf(handle);
  await expect.poll(() => states.at(-1)?.status).toBe('finished');
  await stop();
  await saveHistory(handle, 'invert-image');

  const row = await world.row(id);
  const tokens = await world.tokens(id);
  expect(row).toMatchObject({ status: 'finished', done: SETTINGS.steps, total: SETTINGS.steps });
  expect(result).toEqual({ status: 'finished', tokenIds: expect.arrayContaining(tokens.map((token) => token.id)) });
  expect(await learned(id)).toEqual(expected());
  const file = decodeTokenFile(await bytes(row.tokenFileKey), 'file');
  expect({ ...file, leakReport: undefined }).toEqual({ ...plain, leakReport: undefined });
  const losses = JSON.parse(Buffer.from(await bytes(row.lossCurveKey)).toString()) as unknown[];
  expect(losses).toHaveLength(SETTINGS.steps);
  const segments = await world.inside((t) => getSegments(t, [id]));
  const pieces = await Promise.all(segments.map(({ lossesKey }) => bytes(lossesKey)));
  expect(pieces.flatMap((piece) => JSON.parse(Buffer.from(piece).toString()) as unknown[])).toEqual(losses);
  const shown = segments.flatMap(({ previewKey }) => previewKey ?? []);
  expect(shown.length).toBeGreaterThan(0);
  for (const key of shown) expect(Buffer.from(await bytes(key)).toString('latin1', 1, 4)).toBe('PNG');
  const drawn = [...segments.filter((segment) => segment.previewKey !== null), ...tokens, row];
  for (const picture of drawn) {
    expect(picture.pictureSizes).toEqual({ small: [64, 64], medium: [64, 64], full: [64, 64] });
    for (const key of pictureKeys(picture.previewKey!))
      expect((await world.store.head(key)).sizeBytes).toBeGreaterThan(0);
  }
  for (const { attribute, previewKey, leakReport } of tokens) {
    expect(
      Buffer.from(await bytes(previewKey))
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    expect(leakReport).toMatchObject({ rates: { [attribute]: file.leakReport!.rates[attribute as 'color'] } });
  }
  expect(states.some(({ status, done }) => status === 'running' && done > 0 && done < SETTINGS.steps)).toBe(true);
  expect(
    (await world.store.list(`organizations/${world.organizationId}/inversions/${id}/checkpoints/`, 10)).objects,
  ).toEqual([]);
});

test('what the model says of the picture is in the row before the first step, also of a method that takes none', async () => {
  const id = await world.inversion({ method: 'words', settings: { steps: 5 } });
  const result = await resultOf(await world.start(id));
  const row = await world.row(id);
  expect([result.status, row.done, row.total]).toEqual(['finished', 0, 0]);
  expect(assessmentSchema.parse(row.assessment)).toMatchObject({ words: { object: { word: 'cat' } }, warnings: [] });
  expect((await world.tokens(id)).map(({ attribute }) => attribute).toSorted()).toEqual(ATTRIBUTES.toSorted());
  expect(JSON.parse(Buffer.from(await bytes(row.lossCurveKey)).toString())).toEqual([]);
});

test('a run whose probes are flat ends before its steps, and its row says after how many', async () => {
  // So small a rate changes nothing.
  const id = await world.inversion({ settings: { ...SETTINGS, steps: 60, learningRate: 1e-7, stop: 'flat' } });
  expect((await resultOf(await world.start(id))).status).toBe('finished');
  expect(await world.row(id)).toMatchObject({ done: 20, total: 20 });
});

test('a history holds ids, numbers and keys, and nothing that users wrote', async () => {
  const id = await world.inversion({ settings: { ...SETTINGS, steps: 1, learningRate: -1 } });
  const handle = await world.start(id);
  expect(await resultOf(handle)).toEqual({ status: 'failed', code: 'invalid-input' });
  const { errorMessage } = await world.row(id);
  expect(errorMessage).toContain('learningRate');
  expect(JSON.stringify(await handle.fetchHistory())).not.toContain('learningRate');
});

/** Loses the second row and the last one, once each, as a database that goes on from a copy of itself which was a little behind. */
const LOSE_CHECKPOINTS = `
  create table public.lost (inversion uuid, segment integer, primary key (inversion, segment));
  create function public.lose() returns trigger language plpgsql security definer as $$ begin
    insert into public.lost select new.inversion_id, new.segment where new.segment in (2, 4) on conflict do nothing;
    if found then return null; end if;
    return new;
  end $$;
  create trigger lose before insert on facet.checkpoint for each row execute function public.lose()`;

test('a run whose checkpoints the database forgets goes back, and ends with the same tokens and each loss once', async () => {
  await world.admin.query(LOSE_CHECKPOINTS);
  const id = await world.inversion();
  expect(await resultOf(await world.start(id))).toMatchObject({ status: 'finished' });
  await world.admin.query('drop trigger lose on facet.checkpoint');
  expect(await learned(id)).toEqual(expected());
  const { lossCurveKey } = await world.row(id);
  expect(JSON.parse(Buffer.from(await bytes(lossCurveKey)).toString())).toHaveLength(SETTINGS.steps);
  const { rows } = await world.admin.query('select segment from public.lost where inversion = $1', [id]);
  expect(rows.length).toBe(2);
});

test('a run that waits for a place is called when the one before it ends', async () => {
  const limit = (amount: number) =>
    world.operations.withOperations((t) => setQuota(t, world.organizationId, 'running_inversions', amount));
  await limit(1);
  const settings = { ...SETTINGS, steps: 1 };
  const [first, second] = [await world.inversion({ settings }), await world.inversion({ settings })];
  await world.inside((t) => claimRun(t, 'inversion', first));
  const handle = await world.start(second);
  const events = async () => (await handle.fetchHistory()).events!;
  await expect.poll(async () => (await events()).some((event) => event.timerStartedEventAttributes)).toBe(true);
  await world.inside((t) => cancelRun(t, 'inversion', first));
  expect(await resultOf(await world.start(first))).toMatchObject({ status: 'cancelled' });
  expect(await resultOf(handle)).toMatchObject({ status: 'finished' });
  expect((await events()).filter((event) => event.workflowExecutionSignaledEventAttributes)).toHaveLength(1);
  await limit(2);
});

test('two workers that race for one run leave its tokens once, the same as an undisturbed run', async () => {
  const other = await startWorkerProcess(world.folder);
  const id = await world.inversion();
  const handles = [await world.start(id), await world.start(id, '/again')];
  const results = await Promise.all(handles.map(resultOf));
  expect(results.map(({ status }) => status)).toEqual(['finished', 'finished']);
  expect(await world.tokens(id)).toHaveLength(4);
  expect(await learned(id)).toEqual(expected());
  expect(await other.end('SIGTERM')).toBe(0);
});
