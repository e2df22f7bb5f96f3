import { Fingerprint, type InversionId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newComposition, newInversion, readyImage, sharedLibrary, tokenContent } from '../../../test/make.ts';
import { newParty, type Party } from '../../../test/party.ts';
import {
  addOutput,
  addTokens,
  cancelRun,
  claimRun,
  countCompositions,
  countInversions,
  getCompositions,
  getInversions,
  getSegments,
  listCompositions,
  listInversions,
  queuePositions,
  reportComposition,
  saveCheckpoint,
  startComposition,
  startInversion,
  type Actor,
  type CompositionFilter,
  type InversionFilter,
  type NewComposition,
  type NewInversion,
} from '../../index.ts';

let it: TestDatabase;
let ours: Party;
let common: NewInversion;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ours = await newParty(it);
  common = await ours.inside((t) => newInversion(t, ours.actor));
});

const key: Actor = { kind: 'api-key', id: 'key-1' };
const invert = (changes: Partial<NewInversion> = {}, actor: Actor = ours.actor): Promise<InversionId> =>
  ours.inside(async (t) => (await startInversion(t, actor, { ...common, ...changes })).id);
const compose = (changes: Partial<NewComposition> = {}) =>
  ours.inside(async (t) => (await startComposition(t, ours.actor, newComposition(changes))).id);
const inversions = async (filter: InversionFilter) => {
  const { edges } = await ours.inside((t) => listInversions(t, filter, { first: 10 }));
  expect(await ours.inside((t) => countInversions(t, filter))).toBe(edges.length);
  return edges.map(({ row }) => row.id);
};
const compositions = async (filter: CompositionFilter) => {
  const { edges } = await ours.inside((t) => listCompositions(t, filter, { first: 10 }));
  expect(await ours.inside((t) => countCompositions(t, filter))).toBe(edges.length);
  return edges.map(({ row }) => row.id);
};

test('inversions are found by several states, by who began them and by text', async () => {
  const [a, b, c] = [
    await invert({ name: 'Blue boat' }),
    await invert({ name: 'x', objectWord: 'boat' }, key),
    await invert({ name: 'house' }),
  ];
  await ours.inside((t) => claimRun(t, 'inversion', a));
  await ours.inside((t) => cancelRun(t, 'inversion', c));
  expect(await inversions({ statuses: ['running', 'queued'] })).toEqual([b, a]);
  expect(await inversions({ statuses: [] })).toEqual([]);
  expect(await inversions({ madeBy: ours.actor })).toEqual([c, a]);
  expect(await inversions({ madeBy: key })).toEqual([b]);
  expect(await inversions({ text: 'BOAT' })).toEqual([b, a]);
  expect(await inversions({ text: 'boat', statuses: ['running'], madeBy: ours.actor })).toEqual([a]);
  expect(await ours.inside((t) => getInversions(t, [b]))).toMatchObject([{ createdBy: null, createdByKey: 'key-1' }]);
});

test('compositions are found by their prompt, their words and the names of their tokens', async () => {
  const [tokenId] = await ours.inside(async (t) => {
    const { id } = await sharedLibrary(t, ours.actor);
    return addTokens(t, ours.actor, id, [tokenContent('Sunset 100%')], { source: 'import' });
  });
  const a = await compose({ prompt: 'a lighthouse', words: { style: 'Watercolor' } });
  const b = await compose({ prompt: null, slots: [{ attribute: 'color', tokenId: tokenId!, strength: 1 }] });
  expect(await compositions({ text: 'LIGHT' })).toEqual([a]);
  expect(await compositions({ text: 'water' })).toEqual([a]);
  expect(await compositions({ text: 'sunset' })).toEqual([b]);
  expect(await compositions({ text: '0%' })).toEqual([b]);
  expect(await compositions({ text: '0_' })).toEqual([]);
  // The names of attributes are no words of anybody's.
  expect(await compositions({ text: 'style' })).toEqual([]);
});

test('the seed of an inversion is the one of its settings', async () => {
  const [a, b] = [await invert({ settings: { steps: 5, seed: 2 ** 31 } }), await invert({ settings: {} })];
  const rows = await ours.inside((t) => getInversions(t, [a, b]));
  expect(rows.find(({ id }) => id === a)!.seed).toBe(2 ** 31);
  expect(rows.find(({ id }) => id === b)!.seed).toBeNull();
});

test('what a run has shown is there piece by piece, in the order of its steps; the piece that prepares where it has something to show', async () => {
  const id = await invert();
  const piece = { storageKey: 'k', bytes: 9, sha256: 'a'.repeat(64) };
  await ours.inside(async (t) => {
    await saveCheckpoint(t, id, { ...piece, segment: 2, step: 40 });
    await saveCheckpoint(t, id, { ...piece, segment: 0, step: 0 });
    await saveCheckpoint(t, id, { ...piece, segment: 1, step: 20, previewKey: 'p20' });
  });
  expect(await ours.inside((t) => getSegments(t, [id]))).toEqual([
    expect.objectContaining({ segment: 1, step: 20, previewKey: 'p20' }),
    expect.objectContaining({ segment: 2, step: 40, previewKey: null }),
  ]);
  const read = await invert();
  await ours.inside((t) => saveCheckpoint(t, read, { ...piece, segment: 0, step: 0, previewKey: 'p0' }));
  expect(await ours.inside((t) => getSegments(t, [read]))).toMatchObject([{ segment: 0, step: 0, previewKey: 'p0' }]);
  const stranger = await newParty(it);
  expect(await stranger.inside((t) => getSegments(t, [id]))).toEqual([]);
});

test('how long a composition will take is noted while it is drawn, and is nothing once it is over', async () => {
  const id = await compose();
  const remaining = async () => (await ours.inside((t) => getCompositions(t, [id])))[0]!.remainingSeconds;
  expect(await ours.inside((t) => reportComposition(t, id, 9))).toBe('queued');
  expect(await remaining()).toBeNull();
  await ours.inside((t) => claimRun(t, 'composition', id));
  expect(await ours.inside((t) => reportComposition(t, id, 8.2))).toBe('running');
  expect(await remaining()).toBe(9);
  const picture = {
    index: 0,
    seed: 1,
    storageKey: 'k',
    width: 8,
    height: 8,
    bytes: 9,
    sha256: 'a'.repeat(64),
    holdsTokens: false,
  };
  await ours.inside((t) => addOutput(t, id, picture, 4));
  expect(await remaining()).toBe(4);
  await it.admin.query(`update facet.composition set status = 'cancelling' where id = $1`, [id]);
  await ours.inside((t) => cancelRun(t, 'composition', id));
  expect(await ours.inside((t) => reportComposition(t, id, 3))).toBe('cancelling');
});

test('in the queue of a model organisations take turns, and what is not queued has no place', async () => {
  const other = await newParty(it);
  const fingerprint = Fingerprint.parse('cd'.repeat(32));
  const theirs = async () => {
    const { id: imageId } = await other.inside((t) => readyImage(t, other.actor));
    const { id: libraryId } = await other.inside((t) => sharedLibrary(t, other.actor, imageId));
    const { id } = await other.inside((t) =>
      startInversion(t, other.actor, { ...common, imageId, libraryId, fingerprint }),
    );
    return id;
  };
  // Two of ours come first, then two of theirs.
  const [a, b] = [await invert({ fingerprint }), await invert({ fingerprint })];
  const [x, y] = [await theirs(), await theirs()];
  // Another model's queue is another queue.
  const elsewhere = await invert({ fingerprint: Fingerprint.parse('ef'.repeat(32)) });
  const places = async (...ids: InversionId[]) => {
    const positions = await it.operations.withOperations((t) => queuePositions(t, 'inversion', ids));
    return ids.map((id) => positions.get(id));
  };
  expect(await places(a, x, b, y, elsewhere)).toEqual([0, 1, 2, 3, 0]);
  await ours.inside((t) => claimRun(t, 'inversion', a));
  expect(await places(a, b, x, y)).toEqual([undefined, 0, 1, 2]);
  expect(await places()).toEqual([]);
});
