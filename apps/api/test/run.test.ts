import { runWorkflowId } from '@facet/base';
import { failRun } from '@facet/db';
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { WebSocket } from 'ws';
import { decodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Person } from './client.ts';
import { COMPOSE, makeAll, offerModel, START } from './make.ts';
import { changesOf, watchAs } from './watch.ts';

let api: TestApi;
let person: Person;
let ids: Record<string, string>;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
  ids = await makeAll(api, person);
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

const start = (key?: string) => person.run(START, { imageId: ids['Image'], libraryId: ids['Library'], key });

test('an inversion becomes a row and a workflow of the same id, once for each clientMutationKey', async () => {
  const [first, second] = await Promise.all([start('twice'), start('twice')]);
  expect(first.data.startInversion).toMatchObject({ status: 'QUEUED', total: 5, model: { name: 'demo' } });
  expect(second.data.startInversion.id).toBe(first.data.startInversion.id);
  await api.services.afterwards.settled();
  const connection = await Connection.connect({ address: inject('servers').temporalAddress });
  const workflowId = runWorkflowId('inversion', {
    id: decodeId('Inversion', first.data.startInversion.id),
    attempt: 1,
  });
  const described = await new Client({ connection }).workflow.getHandle(workflowId).describe();
  expect([described.type, described.status.name]).toEqual(['invertImage', 'RUNNING']);
  await connection.close();
  const { rows } = await api.admin.query('select workflow_started_at from facet.inversion where id = $1', [
    decodeId('Inversion', first.data.startInversion.id),
  ]);
  expect(rows[0]!.workflow_started_at).not.toBeNull();
});

const CHANGE = (name: string) =>
  `mutation ($id: ID!) { ${name}(inversionId: $id) { __typename ... on Inversion { status } ... on Error { code } } }`;

test('a queued inversion is cancelled at once, and can be resumed', async () => {
  const { data } = await start();
  const { id } = data.startInversion;
  expect((await person.run(CHANGE('cancelInversion'), { id })).data.cancelInversion.status).toBe('CANCELLED');
  expect((await person.run(CHANGE('resumeInversion'), { id })).data.resumeInversion.status).toBe('QUEUED');
  const again = await person.run(CHANGE('resumeInversion'), { id });
  expect(again.data.resumeInversion.code).toBe('WRONG_STATE');
});

test.each([
  ['names a place that has neither token nor word', 'a {style} {color} cat', '{style}'],
  ['misspells a place', 'a {colour} {color} cat', '{colour}'],
  ['leaves a given token out', 'a cat', '{color}'],
  ['has a brace of its own', 'a {color} cat {', 'brace'],
])('a prompt that %s is refused before it waits for its turn', async (_, prompt, named) => {
  const { data } = await person.run(
    `mutation ($prompt: String!, $id: ID!) {
      composeImages(prompt: $prompt, slots: [{ attribute: COLOR, tokenId: $id }]) { ... on Error { code message } }
      composeGrid(prompt: $prompt, attribute: COLOR, tokens: [{ tokenId: $id }]) { ... on Error { code message } } }`,
    { prompt, id: ids['Token'] },
  );
  const refusal = { code: 'INVALID_INPUT', message: expect.stringContaining(named) as string };
  expect(data).toEqual({ composeImages: refusal, composeGrid: refusal });
});

test('a composition names its tokens, and is run again with changes', async () => {
  const { data } = await person.run(COMPOSE, { tokenId: ids['Token'] });
  expect(data.composeImages).toMatchObject({ total: 2, slots: [{ strength: 1, token: { id: ids['Token'] } }] });
  const again = await person.run(
    `mutation ($id: ID!) { recompose(compositionId: $id, seeds: [9]) {
      ... on Composition { seeds prompt basedOn { id } slots { token { id } } } ... on Error { message } } }`,
    { id: data.composeImages.id },
  );
  expect(again.data.recompose).toEqual({
    seeds: [9],
    prompt: 'a {color} cat',
    basedOn: { id: data.composeImages.id },
    slots: [{ token: { id: ids['Token'] } }],
  });
  const used = await person.run(
    `query ($id: ID!) { tokenUses(tokenId: $id) { ... on TokenUses { compositions compositionIds } } }`,
    { id: ids['Token'] },
  );
  expect(used.data.tokenUses.compositions).toBeGreaterThanOrEqual(2);
  const kept = await person.run('mutation ($id: ID!) { deleteToken(tokenId: $id) { __typename } }', {
    id: ids['Token'],
  });
  expect(kept.data.deleteToken.__typename).toBe('InUseError');
});

const PROGRESS = 'subscription ($id: ID!) { inversionProgress(inversionId: $id) { status } }';
function watch(id: string, headers: Record<string, string>) {
  const { events, close } = watchAs(api, headers, { query: PROGRESS, variables: { id } });
  return { events: changesOf(events), close };
}

test('progress is the state now, then each change, until the inversion is over', async () => {
  const { data } = await start();
  const id = data.startInversion.id as string;
  const { events, close } = watch(id, { cookie: person.cookie });
  expect((await events.next()).value.data.inversionProgress.status).toBe('QUEUED');
  await api.services.database.withOrganization(decodeId('Organization', person.organizationId), (transaction) =>
    failRun(transaction, 'inversion', decodeId('Inversion', id), 'internal', 'It broke.'),
  );
  expect((await events.next()).value.data.inversionProgress.status).toBe('FAILED');
  expect((await events.next()).done).toBe(true);
  await close();
});

test("another organisation's inversion is as unknown to a subscription as one that never was", async () => {
  const stranger = await signUp(api);
  const seen = async (id: string): Promise<string> => {
    const { events, close } = watch(id, { cookie: stranger.cookie });
    const answers: unknown[] = [];
    for await (const event of events) answers.push(event);
    await close();
    return JSON.stringify(answers);
  };
  const theirs = await seen(ids['Inversion']!);
  expect(theirs).toContain('NOT_FOUND');
  expect(theirs).toBe(await seen(ids['Inversion']!.replace(/.{6}$/, 'MDAwMD')));
});

test('a session that ends while it watches gets no further event', async () => {
  const guest = await signUp(api);
  const theirs = await makeAll(api, guest);
  const { events, close } = watch(theirs['Inversion']!, { cookie: guest.cookie });
  expect((await events.next()).value.data.inversionProgress.status).toBe('QUEUED');
  await api.admin.query('delete from auth.session where user_id = $1', [guest.userId]);
  await api.services.database.withOrganization(decodeId('Organization', guest.organizationId), (transaction) =>
    failRun(transaction, 'inversion', decodeId('Inversion', theirs['Inversion']!), 'internal', 'It broke.'),
  );
  const { value } = await events.next();
  expect(value.errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await events.next()).done).toBe(true);
  await close();
});

test('a socket from a foreign page is refused at the handshake', async () => {
  const socket = new WebSocket(`${api.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { cookie: person.cookie, origin: 'https://evil.example' },
  });
  const status = await new Promise((resolve) => {
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
    socket.on('open', () => resolve('open'));
    socket.on('error', () => undefined);
  });
  expect(status).toBe(403);
  socket.terminate();
});

test("neither the mutation key nor the id of another organisation's run reaches its workflow", async () => {
  const theirs = (await start('guessed')).data.startInversion.id as string;
  const stranger = await signUp(api);
  const own = await makeAll(api, stranger);
  const variables = { imageId: own['Image'], libraryId: own['Library'], key: 'guessed' };
  const started = await stranger.run(START, variables);
  expect(started.data.startInversion.id).not.toBe(theirs);
  for (const name of ['cancelInversion', 'resumeInversion']) {
    const { data } = await stranger.run(CHANGE(name), { id: theirs });
    expect(data[name].code).toBe('NOT_FOUND');
  }
  const id = decodeId('Inversion', theirs);
  const connection = await Connection.connect({ address: inject('servers').temporalAddress });
  const handle = new Client({ connection }).workflow.getHandle(runWorkflowId('inversion', { id, attempt: 1 }));
  expect((await handle.describe()).status.name).toBe('RUNNING');
  const { events } = await handle.fetchHistory();
  const asked = events!.filter((event) => event.workflowExecutionCancelRequestedEventAttributes);
  expect(asked).toEqual([]);
  await connection.close();
});
