import { newId, type CompositionId, type OrganizationId, type TokenId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { FINGERPRINT, sharedLibrary, tokenContent } from '../../../test/make.ts';
import {
  claimRun,
  addOutput,
  addTokens,
  cancelRun,
  countCompositions,
  countOutputs,
  deleteOutput,
  endCancelled,
  failRun,
  finishComposition,
  getCompositions,
  getOutputsOf,
  getSlots,
  listCompositions,
  setQuota,
  startComposition,
  waitingRuns,
  type Actor,
  type NewComposition,
  type NewOutput,
  type OrganizationTransaction,
} from '../../index.ts';

let it: TestDatabase;
let organizationId: OrganizationId;
let actor: Actor;
let color: TokenId;
let style: TokenId;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  const { id, userId } = await it.organization();
  organizationId = id;
  actor = { kind: 'user', id: userId };
  [color, style] = (await inside(async (t) => {
    const { id: libraryId } = await sharedLibrary(t, actor);
    const tokens = [tokenContent('a'), tokenContent('b', [0, 1, 0], 'style')];
    return addTokens(t, actor, libraryId, tokens, { source: 'import' });
  })) as [TokenId, TokenId];
});

const inside = <R>(use: (t: OrganizationTransaction) => Promise<R>): Promise<R> =>
  it.database.withOrganization(organizationId, use);

const input = (): NewComposition => ({
  prompt: 'a {style} drawing of a {color} cat',
  negativePrompt: 'blur',
  words: { object: 'cat' },
  slots: [
    { attribute: 'color', tokenId: color, strength: 1 },
    { attribute: 'style', tokenId: style, strength: 0.7 },
  ],
  seeds: [1, 2 ** 40],
  steps: 20,
  guidance: 7.5,
  scheduler: 'ddim',
  width: 64,
  height: 64,
  fingerprint: FINGERPRINT,
});
const start = (changes: Partial<NewComposition> = {}, key?: string): Promise<CompositionId> =>
  inside(async (t) => (await startComposition(t, actor, { ...input(), ...changes }, key)).id);
const listed = async (filter: Parameters<typeof listCompositions>[1]): Promise<string[]> =>
  (await inside((t) => listCompositions(t, filter, { first: 10 }))).edges.map(({ row }) => row.id);
const picture = (index: number): NewOutput => ({
  index,
  seed: input().seeds[index]!,
  storageKey: `k${index}`,
  width: 64,
  height: 64,
  bytes: 10,
  sha256: 'f'.repeat(64),
  holdsTokens: false,
});

test('a composition keeps all that is needed to make it again', async () => {
  const id = await start();
  const [row] = await inside((t) => getCompositions(t, [id]));
  const { slots: _slots, ...values } = input();
  expect(row).toMatchObject({ ...values, status: 'queued', done: 0, total: 2 });
  const slots = await inside((t) => getSlots(t, [id]));
  expect(slots.map((slot) => [slot.attribute, slot.tokenId, slot.strength, slot.tokenName]).sort()).toEqual([
    ['color', color, 1, 'a'],
    ['style', style, 0.7, 'b'],
  ]);
});

test('the same key gives the same composition', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => start({}, 'key')));
  expect(new Set(ids).size).toBe(1);
  expect(await inside((t) => countCompositions(t, {}))).toBe(1);
});

test.each<[string, () => Partial<NewComposition>, string]>([
  [
    'an unknown token',
    () => ({ slots: [{ attribute: 'color', tokenId: newId<TokenId>(), strength: 1 }] }),
    'not-found',
  ],
  [
    'a token of another attribute',
    () => ({ slots: [{ attribute: 'style', tokenId: color, strength: 1 }] }),
    'invalid-input',
  ],
  ['a token of another model', () => ({ fingerprint: 'cd'.repeat(32) as typeof FINGERPRINT }), 'invalid-input'],
  ['a strength over 2', () => ({ slots: [{ attribute: 'color', tokenId: color, strength: 3 }] }), 'invalid-input'],
  ['a word beside a token', () => ({ words: { color: 'red' } }), 'invalid-input'],
  ['no seed', () => ({ seeds: [] }), 'invalid-input'],
  ['an unknown composition to repeat', () => ({ basedOnId: newId<CompositionId>() }), 'not-found'],
  ['more pictures than the quota', () => ({ seeds: Array.from({ length: 20_001 }, (_, i) => i) }), 'quota-exceeded'],
])('%s starts nothing', async (_, changes, code) => {
  await expect(start(changes())).rejects.toMatchObject({ code });
  expect(await inside((t) => countCompositions(t, {}))).toBe(0);
});

test('pictures are counted once each, and the composition ends when all are there', async () => {
  const id = await start();
  expect(await inside((t) => claimRun(t, 'composition', id))).toBe('running');
  await inside((t) => addOutput(t, id, picture(0)));
  await inside((t) => addOutput(t, id, picture(0)));
  await expect(inside((t) => finishComposition(t, id))).rejects.toMatchObject({ code: 'wrong-state' });
  await inside((t) => addOutput(t, id, picture(1)));
  await inside((t) => finishComposition(t, id));
  await inside((t) => finishComposition(t, id));
  expect(await inside((t) => getCompositions(t, [id]))).toMatchObject([{ status: 'finished', done: 2 }]);
  const outputs = await inside((t) => getOutputsOf(t, [id]));
  expect(outputs.map(({ index, seed }) => [index, seed])).toEqual([
    [0, 1],
    [1, 2 ** 40],
  ]);
});

test('no more compositions of an organisation are at work than it may, however many begin at once', async () => {
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'running_compositions', 2));
  const ids = await Promise.all(Array.from({ length: 5 }, () => start()));
  const states = await Promise.all(ids.map((id) => inside((t) => claimRun(t, 'composition', id))));
  expect(states.filter((status) => status === 'running')).toHaveLength(2);
  const first = ids[states.indexOf('running')]!;
  await inside((t) => failRun(t, 'composition', first, 'internal', 'It broke.'));
  const next = ids[states.indexOf('queued')]!;
  expect(await inside((t) => claimRun(t, 'composition', next))).toBe('running');
});

test('those that wait are named, the oldest first, while there is a place for one', async () => {
  const waiting = () => inside((t) => waitingRuns(t, 'composition', 2));
  const ids = [await start(), await start(), await start(), await start()];
  await it.operations.withOperations((t) => setQuota(t, organizationId, 'running_compositions', 1));
  const next = ids.slice(1, 3).map((id) => ({ id, attempt: 1 }));
  await inside((t) => claimRun(t, 'composition', ids[0]!));
  expect(await waiting()).toEqual({ places: 0, runs: [] });
  await inside((t) => failRun(t, 'composition', ids[0]!, 'internal', 'It broke.'));
  expect(await waiting()).toEqual({ places: 1, runs: next });
});

test('a cancelled composition takes no more pictures', async () => {
  const id = await start();
  await inside((t) => claimRun(t, 'composition', id));
  await inside((t) => addOutput(t, id, picture(0)));
  await inside((t) => cancelRun(t, 'composition', id));
  expect(await inside((t) => addOutput(t, id, picture(1)))).toBe('cancelling');
  expect(await inside((t) => countOutputs(t, {}))).toBe(1);
});

test('compositions are listed by what they repeat and by a token that they use', async () => {
  const first = await start();
  const again = await start({ basedOnId: first, slots: [], words: {} });
  expect(await listed({})).toEqual([again, first]);
  expect(await listed({ basedOnId: first })).toEqual([again]);
  expect(await listed({ tokenId: style })).toEqual([first]);
});

test('a picture is deleted once its composition is over, and leaves its objects to the sweeper', async () => {
  const id = await start();
  await inside((t) => claimRun(t, 'composition', id));
  await inside((t) => addOutput(t, id, picture(0)));
  const [row] = await inside((t) => getOutputsOf(t, [id]));
  await expect(inside((t) => deleteOutput(t, row!.id))).rejects.toMatchObject({ code: 'wrong-state' });
  await inside((t) => cancelRun(t, 'composition', id));
  await inside((t) => endCancelled(t, 'composition', id));
  await inside((t) => deleteOutput(t, row!.id));
  const { rows } = await it.admin.query('select key from facet.storage_deletion where organization_id = $1', [
    organizationId,
  ]);
  expect(rows.map(({ key }) => key as string).sort()).toEqual(['k-medium.webp', 'k-small.webp', 'k0']);
});
