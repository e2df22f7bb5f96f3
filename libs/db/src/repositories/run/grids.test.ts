import type { CompositionId, GridId, LibraryId, TokenId } from '@facet/contracts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newComposition, sharedLibrary, tokenContent } from '../../../test/make.ts';
import { newParty, type Party } from '../../../test/party.ts';
import {
  addTokens,
  cancelRun,
  countGrids,
  deleteComposition,
  deleteGrid,
  getCompositions,
  getGridRows,
  getGrids,
  getSlots,
  listCompositions,
  listGrids,
  startGrid,
  usageOfMonths,
  type NewGrid,
} from '../../index.ts';

let it: TestDatabase;
let ours: Party;
let libraryId: LibraryId;
let colors: TokenId[];
let style: TokenId;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ours = await newParty(it);
  await ours.inside(async (t) => {
    libraryId = (await sharedLibrary(t, ours.actor)).id;
    const tokens = ['red', 'green', 'blue'].map((name) => tokenContent(name));
    colors = await addTokens(t, ours.actor, libraryId, tokens, { source: 'import' });
    const [added] = await addTokens(t, ours.actor, libraryId, [tokenContent('ink', [0, 1, 0], 'style')], {
      source: 'import',
    });
    style = added!;
  });
});

const input = (): NewGrid => ({
  composition: newComposition({ slots: [{ attribute: 'style', tokenId: style, strength: 0.5 }] }),
  attribute: 'color',
  tokens: colors.map((tokenId, i) => ({ tokenId, strength: 1 - i / 10 })),
});
const start = async (changes: Partial<NewGrid> = {}, key?: string): Promise<GridId> =>
  (await ours.inside((t) => startGrid(t, ours.actor, { ...input(), ...changes }, key))).id;
const rowsOf = (id: GridId) => ours.inside((t) => getGridRows(t, [id]));
const pictures = async () => (await ours.inside((t) => usageOfMonths(t))).find(({ kind }) => kind === 'pictures')!.used;

test('the rows of a grid differ in the token of one attribute, keep their order, and belong together', async () => {
  const id = await start();
  const rows = await rowsOf(id);
  expect(rows.map(({ gridPlace, status, seeds }) => [gridPlace, status, seeds])).toEqual([
    [0, 'queued', [1, 2]],
    [1, 'queued', [1, 2]],
    [2, 'queued', [1, 2]],
  ]);
  const slots = await ours.inside((t) =>
    getSlots(
      t,
      rows.map((row) => row.id),
    ),
  );
  const of = (row: CompositionId, attribute: string) =>
    slots.find((slot) => slot.compositionId === row && slot.attribute === attribute)!;
  expect(rows.map((row) => of(row.id, 'color').tokenId)).toEqual(colors);
  expect(rows.map((row) => of(row.id, 'color').strength)).toEqual([1, 0.9, 0.8]);
  expect(rows.map((row) => of(row.id, 'style').tokenId)).toEqual([style, style, style]);
  const listed = await ours.inside((t) => listCompositions(t, { gridId: id }, { first: 10 }));
  expect(listed.edges).toHaveLength(3);
  expect(await ours.inside((t) => getGrids(t, [id]))).toMatchObject([{ attribute: 'color', createdBy: ours.actor.id }]);
  expect((await ours.inside((t) => listGrids(t, { first: 10 }))).edges.map(({ row }) => row.id)).toEqual([id]);
  expect(await pictures()).toBe(6);
});

test('the same key gives the same grid with the same compositions, once', async () => {
  const [first, second] = await Promise.all([start({}, 'key'), start({}, 'key')]);
  expect(second).toBe(first);
  expect(await rowsOf(first)).toHaveLength(3);
  expect(await ours.inside((t) => countGrids(t))).toBe(1);
  await expect(start({ attribute: 'style' }, 'key')).rejects.toMatchObject({ code: 'mutation-key-reused' });
});

test('a grid with one token that cannot be used is not begun at all', async () => {
  await expect(start({ tokens: [...input().tokens, { tokenId: style, strength: 1 }] })).rejects.toMatchObject({
    code: 'invalid-input',
  });
  await expect(start({ tokens: [] })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(start({ attribute: 'style' })).rejects.toMatchObject({ code: 'invalid-input' });
  expect([await ours.inside((t) => countGrids(t)), await pictures()]).toEqual([0, 0]);
});

test('a grid is deleted with its compositions once all are over, and without those that went before', async () => {
  const id = await start();
  const [a, b, c] = (await rowsOf(id)).map((row) => row.id) as [CompositionId, CompositionId, CompositionId];
  await expect(ours.inside((t) => deleteGrid(t, id))).rejects.toMatchObject({ code: 'wrong-state' });
  for (const row of [a, b, c]) await ours.inside((t) => cancelRun(t, 'composition', row));
  await ours.inside((t) => deleteComposition(t, b));
  expect((await rowsOf(id)).map(({ gridPlace }) => gridPlace)).toEqual([0, 2]);
  const stranger = await newParty(it);
  await expect(stranger.inside((t) => deleteGrid(t, id))).rejects.toMatchObject({ code: 'not-found' });
  await ours.inside((t) => deleteGrid(t, id));
  expect(await ours.inside((t) => getCompositions(t, [a, b, c]))).toEqual([]);
  expect(await ours.inside((t) => getGrids(t, [id]))).toEqual([]);
});
