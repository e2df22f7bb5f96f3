import { decodeId } from '../src/ids.ts';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Person } from './client.ts';
import { addToken, COMPOSE, COMPOSE_GRID, createKey, makeAll, offerModel, START } from './make.ts';

let api: TestApi;
let person: Person;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api, 'Ada');
  ids = await makeAll(api, person);
});
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

const end = (id: string, kind: 'Inversion' | 'Composition'): Promise<unknown> =>
  api.admin.query(`update facet.${kind.toLowerCase()} set status = 'cancelled', finished_at = now() where id = $1`, [
    decodeId(kind, id),
  ]);

test('a run says its seed and steps, who started it, and how many come before it', async () => {
  const { data } = await person.run(
    `query ($id: ID!) { inversion(id: $id) { ... on Inversion { seed steps createdBy { name } queuePosition remainingSeconds segments { step } } } }`,
    { id: ids['Inversion'] },
  );
  expect(data.inversion).toEqual({
    seed: 0,
    steps: 5,
    createdBy: { name: 'Ada' },
    queuePosition: 0,
    remainingSeconds: null,
    segments: [],
  });
  const second = await person.run(START, { imageId: ids['Image'], libraryId: ids['Library'] });
  const behind = await person.run('query ($id: ID!) { inversion(id: $id) { ... on Inversion { queuePosition } } }', {
    id: second.data.startInversion.id,
  });
  expect(behind.data.inversion.queuePosition).toBe(1);
  await end(second.data.startInversion.id, 'Inversion');
  const over = await person.run('query ($id: ID!) { inversion(id: $id) { ... on Inversion { queuePosition } } }', {
    id: second.data.startInversion.id,
  });
  expect(over.data.inversion.queuePosition).toBeNull();
});

test('the loss curve and the pictures of a run are there while it runs, by signed addresses', async () => {
  const id = decodeId('Inversion', ids['Inversion']!);
  await api.admin.query(
    `insert into facet.checkpoint (organization_id, inversion_id, segment, step, storage_key, bytes, sha256, preview_key)
     select organization_id, id, s, s * 2, 'k', 1, 'h', case when s = 2 then 'organizations/x/p.png' end
     from facet.inversion, generate_series(0, 2) s where id = $1`,
    [id],
  );
  const { data } = await person.run(
    'query ($id: ID!) { inversion(id: $id) { ... on Inversion { segments { step losses { url } preview { url } } } } }',
    { id: ids['Inversion'] },
  );
  const { segments } = data.inversion;
  expect(segments.map(({ step }: { step: number }) => step)).toEqual([2, 4]);
  expect(segments[0].losses.url).toContain('/losses/1.json');
  expect([segments[0].preview, segments[1].preview.url]).toEqual([null, expect.stringContaining('/p.png')]);
});

test('runs are found by several states, by who started them, and by what they say', async () => {
  const found = async (args: string, caller = person as Pick<Person, 'run'>): Promise<number> =>
    (await caller.run(`{ compositions(${args}) { totalCount } }`)).data.compositions.totalCount;
  const all = await found('first: 1');
  expect(await found('statuses: [QUEUED, RUNNING, CANCELLED]')).toBe(all);
  expect(await found('statuses: [FAILED]')).toBe(0);
  expect(await found('text: "CAT"')).toBe(all);
  expect(await found('text: "nowhere"')).toBe(0);
  expect(await found('mine: true')).toBe(all);
  const { secret } = await createKey(person, ['READ', 'WRITE']);
  const key = callerOf(api, { authorization: `Bearer ${secret}` });
  expect(await found('mine: true', key)).toBe(0);
  await key.run(COMPOSE, { tokenId: ids['Token'] });
  expect(await found('mine: true', key)).toBe(1);
});

test('a run that is over is deleted, one that is not stays', async () => {
  const composed = await person.run(COMPOSE, { tokenId: ids['Token'] });
  const { id } = composed.data.composeImages;
  const remove = 'mutation ($id: ID!) { deleteComposition(compositionId: $id) { __typename } }';
  expect((await person.run(remove, { id })).data.deleteComposition.__typename).toBe('WrongStateError');
  await end(id, 'Composition');
  expect((await person.run(remove, { id })).data.deleteComposition.__typename).toBe('Deleted');
  expect((await person.run('query ($id: ID!) { node(id: $id) { id } }', { id })).data.node).toBeNull();
  expect((await person.run(remove, { id })).data.deleteComposition.__typename).toBe('NotFoundError');
});

test('a grid is one composition for each token of an attribute, once for each key, and goes as a whole', async () => {
  const other = await addToken(api, person, ids['Library']!, 'blue');
  const tokens = [{ tokenId: ids['Token'] }, { tokenId: other, strength: 0.5 }];
  const { data, text } = await person.run(COMPOSE_GRID, { tokens });
  expect(data?.composeGrid?.rows ?? text).toMatchObject([
    {
      status: 'QUEUED',
      seeds: [1, 2],
      grid: { id: data.composeGrid.id },
      slots: [{ strength: 1, token: { id: ids['Token'] } }],
    },
    { slots: [{ strength: 0.5, token: { id: other } }] },
  ]);
  await api.services.afterwards.settled();
  const { rows } = await api.admin.query(
    'select count(*)::int from facet.composition where grid_id = $1 and workflow_started_at is not null',
    [decodeId('Grid', data.composeGrid.id)],
  );
  expect(rows).toEqual([{ count: 2 }]);
  const remove = 'mutation ($id: ID!) { deleteGrid(gridId: $id) { __typename } }';
  const variables = { id: data.composeGrid.id };
  expect((await person.run(remove, variables)).data.deleteGrid.__typename).toBe('WrongStateError');
  for (const row of data.composeGrid.rows) await end(row.id, 'Composition');
  expect((await person.run(remove, variables)).data.deleteGrid.__typename).toBe('Deleted');
});

test('a grid whose attribute has a token of its own, or that has no tokens, is refused before anything is queued', async () => {
  const clash = await person.run(
    `mutation ($id: ID!) { composeGrid(attribute: COLOR, tokens: [{ tokenId: $id }], slots: [{ attribute: COLOR, tokenId: $id }]) {
      __typename ... on Error { message } } }`,
    { id: ids['Token'] },
  );
  expect(clash.data.composeGrid).toMatchObject({ __typename: 'InvalidInputError' });
  const none = await person.run(COMPOSE_GRID, { tokens: [] });
  expect(none.data.composeGrid.code).toBe('INVALID_INPUT');
});

const SAVE = `mutation ($content: String!, $revision: Int) {
  saveBoardDraft(content: $content, revision: $revision) { __typename ... on BoardDraft { revision content } ... on Error { code } } }`;

test('a board is kept for its user alone, and not saved over what another device has saved', async () => {
  const { boardDraft } = (await person.run('{ boardDraft { revision } }')).data;
  const first = await person.run(SAVE, { content: '{"slots":[1]}', revision: boardDraft.revision });
  const { revision } = first.data.saveBoardDraft;
  const second = await person.run(SAVE, { content: '{"slots":[2]}', revision });
  expect(second.data.saveBoardDraft.revision).toBeGreaterThan(revision);
  const stale = await person.run(SAVE, { content: '{}', revision });
  expect(stale.data.saveBoardDraft).toEqual({ __typename: 'WrongStateError', code: 'WRONG_STATE' });
  expect((await person.run('{ boardDraft { content } }')).data.boardDraft).toEqual({ content: '{"slots":[2]}' });
  expect((await (await signUp(api)).run('{ boardDraft { content } }')).data.boardDraft).toBeNull();
  for (const content of ['[1]', 'nothing', `{"a":"${'x'.repeat(65_600)}"}`]) {
    const refused = await person.run(SAVE, { content });
    expect(refused.data?.saveBoardDraft.code ?? refused.errors[0]!.extensions.code).toMatch(
      /INVALID_INPUT|BAD_USER_INPUT/,
    );
  }
});
