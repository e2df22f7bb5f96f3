import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts';
import { newParty, type Party } from '../../../test/party.ts';
import { deleteBoardDraft, getBoardDraft, MAX_BOARD_BYTES, saveBoardDraft, type Actor } from '../../index.ts';

let it: TestDatabase;
let ours: Party;
beforeAll(async () => {
  it = await createTestDatabase();
});
afterAll(() => it.close());
beforeEach(async () => {
  ours = await newParty(it);
});

const save = (content: Record<string, unknown>, revision?: number) =>
  ours.inside((t) => saveBoardDraft(t, ours.actor, content, revision));
const read = (actor: Actor = ours.actor) => ours.inside((t) => getBoardDraft(t, actor));

test('a board is there again as it was left, for its user in its organisation and for nobody else', async () => {
  expect(await read()).toBeUndefined();
  await save({ slots: [{ attribute: 'color' }] });
  expect(await save({ slots: [], prompt: 'ein Bär' })).toMatchObject({ revision: 2 });
  expect(await read()).toMatchObject({ content: { slots: [], prompt: 'ein Bär' }, revision: 2 });
  expect(await read({ kind: 'user', id: await it.user() })).toBeUndefined();
  const elsewhere = await newParty(it);
  expect(await elsewhere.inside((t) => getBoardDraft(t, ours.actor))).toBeUndefined();
  await ours.inside((t) => deleteBoardDraft(t, ours.actor));
  expect(await read()).toBeUndefined();
});

test('whoever saves over what another device saved meanwhile is told, and nothing is lost', async () => {
  const { revision } = await save({ from: 'phone' }, 0);
  await save({ from: 'desk' }, revision);
  const refused = { code: 'wrong-state' };
  await expect(save({ from: 'phone again' }, revision)).rejects.toMatchObject(refused);
  await expect(save({ from: 'new tab' }, 0)).rejects.toMatchObject(refused);
  expect(await read()).toMatchObject({ content: { from: 'desk' } });
});

test('of two devices that save at once over the same board one wins', async () => {
  const { revision } = await save({}, 0);
  const both = await Promise.allSettled([save({ n: 1 }, revision), save({ n: 2 }, revision)]);
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('a board as large as allowed is kept, and a larger one refused', async () => {
  // Many small values: the database writes a space after each.
  const content = { slots: Array.from({ length: (MAX_BOARD_BYTES - 20) / 2 }, () => 1) };
  expect(await save(content)).toMatchObject({ revision: 1 });
  const refused = { code: 'invalid-input' };
  await expect(save({ text: 'x'.repeat(MAX_BOARD_BYTES) })).rejects.toMatchObject(refused);
  await expect(ours.inside((t) => saveBoardDraft(t, { kind: 'api-key', id: 'k' }, {}))).rejects.toMatchObject(refused);
});
