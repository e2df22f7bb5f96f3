import { startBreakingProxy } from '@facet/stack';
import { readFileSync, openAsBlob } from 'node:fs';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  cancelInversion,
  chooseOrganization,
  connect,
  createLibrary,
  createOrganization,
  findLibrary,
  followInversion,
  followOrganization,
  getInversion,
  getViewer,
  lastState,
  listLibraries,
  resumeInversion,
  signIn,
  signUp,
  signUpInDevelopment,
  startInversion,
  TypedDocumentString,
  uploadPicture,
  type Client,
} from '../src/index.ts';
import { demoPicture } from './demo-picture.ts';
import { newcomer, type Newcomer } from './newcomer.ts';

let account: Newcomer;
let client: Client;
beforeAll(async () => {
  account = await newcomer(inject('apiUrl'));
  ({ client } = account);
});

async function started(steps: number): Promise<string> {
  const { id: imageId } = await uploadPicture(client, { name: 'cat', body: await openAsBlob(demoPicture) });
  const libraryId = await createLibrary(client, { name: `cats ${imageId}`, visibility: 'ORGANIZATION' });
  return (await startInversion(client, { imageId, libraryId, name: 'cat', objectWord: 'cat', steps })).id;
}

const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** What whoever has the key is told of themselves, or why they are not. */
const ask = (url: string, apiKey: string) => failure(getViewer(connect({ url, credentials: { apiKey } })));

const list = (of: Client) => listLibraries(of, { name: 'no library has this name' }).take(10);

async function firstState(of: Client, id: string): Promise<unknown> {
  for await (const state of followInversion(of, id)) return state;
  return undefined;
}

describe('accounts', () => {
  test('a second sign-up with an address is answered as a first one, and lets nobody in', async () => {
    const { email } = account;
    const url = inject('apiUrl');
    expect(await failure(signUp({ url, name: 'Other', email, password: 'another password' }))).toBeUndefined();
    expect(await failure(signUp({ url, name: 'Other', email, password: 'short' }))).toMatchObject({
      name: 'ClientError',
      code: 'invalid-input',
    });
    expect(await failure(signIn({ url, email, password: 'another password' }))).toMatchObject({
      code: 'unauthenticated',
    });
  });

  test('who has chosen an organisation is in it after signing in again', async () => {
    const url = inject('apiUrl');
    const access = { url, email: `chooser-${Date.now()}@example.org`, password: 'a long password' };
    const session = await signUpInDevelopment({ ...access, name: 'Ada' });
    const slug = `chosen-${Date.now()}`;
    const team = await createOrganization(connect({ url, credentials: session }), { name: 'Chosen', slug });
    await chooseOrganization({ url, ...session }, team);
    const { viewer } = await getViewer(connect({ url, credentials: await signIn(access) }));
    expect(viewer.organization).toMatchObject({ id: team, name: 'Chosen' });
  });

  test('a key that is not valid, an address where nothing answers, and one of something else each have their code', async () => {
    expect(await ask(inject('apiUrl'), 'facet_no_key_of_anyone')).toMatchObject({ code: 'unauthenticated' });
    expect(await ask('http://127.0.0.1:1', 'x')).toMatchObject({ code: 'unreachable', retryable: true });
    expect(await ask(`${inject('apiUrl')}/healthz`, 'x')).toMatchObject({ code: 'unexpected-answer' });
    expect(() => connect({ url: 'localhost' })).toThrow(expect.objectContaining({ code: 'unreachable' }));
  });

  test("another organisation's run is as unknown as any", async () => {
    const id = await started(2);
    const { client: stranger } = await newcomer(inject('apiUrl'));
    const unknown = id.replace(/.{6}$/, 'MDAwMD');
    for (const act of [getInversion, cancelInversion, resumeInversion, firstState]) {
      expect(await failure(act(stranger, id))).toMatchObject({ code: 'not-found' });
      expect(await failure(act(stranger, unknown))).toMatchObject({ code: 'not-found' });
    }
    await cancelInversion(client, id);
  });
});

describe('lists', () => {
  test('give every node once, in the order of the service, page by page and only as far as somebody reads', async () => {
    const { client } = await newcomer(inject('apiUrl'));
    const names = ['a', 'b', 'c', 'd', 'e'];
    for (const name of names) await createLibrary(client, { name, visibility: 'ORGANIZATION' });
    const newestFirst = names.toReversed();
    const list = listLibraries(client);
    const pages = [];
    for await (const { edges } of list.pages(2)) pages.push(edges.map(({ node }) => node.name));
    expect(pages).toEqual([['e', 'd'], ['c', 'b'], ['a']]);
    const nodes = [];
    for await (const { name } of list) nodes.push(name);
    expect(nodes).toEqual(newestFirst);
    const taken = await list.take(3);
    expect(taken.nodes.map(({ name }) => name)).toEqual(['e', 'd', 'c']);
    expect(taken.totalCount).toBe(5);
    expect((await findLibrary(client, 'b'))?.name).toBe('b');
    expect(await findLibrary(client, 'none')).toBeUndefined();
  });
});

describe('the rate limit', () => {
  test('is waited for, after it was said', async () => {
    const waited: number[] = [];
    const apiKey = await account.createKey('READ');
    const tight = connect({
      url: inject('tightApiUrl'),
      credentials: { apiKey },
      async waitForBudget(seconds) {
        waited.push(seconds);
        await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      },
    });
    const lists = await Promise.all([list(tight), list(tight)]);
    expect(lists.map(({ totalCount }) => totalCount)).toEqual([0, 0]);
    expect(waited.length).toBeGreaterThan(0);
  });

  test('is an error for who does not want to wait', async () => {
    const giveUp = connect({
      url: inject('tightApiUrl'),
      credentials: { apiKey: await account.createKey('READ') },
      waitForBudget: (seconds) => Promise.reject(new Error(`not for ${seconds} s`)),
    });
    expect(await failure(Promise.all([list(giveUp), list(giveUp)]))).toMatchObject({
      message: expect.stringMatching(/^not for \d+ s$/),
    });
  });
});

describe('uploads', () => {
  const bytes = readFileSync(demoPicture);

  test('take a stream of a known size, and say how much of it is on its way', async () => {
    const chunks = [bytes.subarray(0, 1000), bytes.subarray(1000, 1500), bytes.subarray(1500)];
    const stream = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk) controller.enqueue(chunk);
        else controller.close();
      },
    });
    const sent: number[] = [];
    const image = await uploadPicture(client, {
      name: 'streamed',
      body: { stream, size: bytes.length },
      type: 'IMAGE_PNG',
      onProgress: (at) => sent.push(at),
    });
    expect(image).toMatchObject({ name: 'streamed', width: 64, height: 64 });
    expect(sent).toEqual([0, 1000, 1500, bytes.length, bytes.length]);
  });

  test('refuse what is no picture before anything is sent, and what the service refuses with its reason', async () => {
    expect(await failure(uploadPicture(client, { name: 'text', body: new Blob(['text']) }))).toMatchObject({
      code: 'picture-refused',
      message: expect.stringContaining('"text"'),
    });
    const cutOff = new Blob([bytes.subarray(0, 100)]);
    expect(await failure(uploadPicture(client, { name: 'cut off', body: cutOff }))).toMatchObject({
      code: 'picture-refused',
      reason: expect.stringMatching(/^[a-z-]+$/),
    });
  });

  test('are ended by their signal', async () => {
    const controller = new AbortController();
    const reason = new Error('enough');
    const upload = uploadPicture(client, {
      name: 'cat',
      body: new Blob([bytes]),
      onProgress: () => controller.abort(reason),
      signal: controller.signal,
    });
    expect(await failure(upload)).toBe(reason);
  });
});

describe('following', () => {
  test('by an API key goes on through two lost sockets, without a state lost or told twice', async () => {
    const proxy = await startBreakingProxy(inject('apiUrl'));
    let lost = 0;
    const credentials = { apiKey: await account.createKey('READ') };
    const reader = connect({ url: proxy.url, credentials, connectionLost: () => lost++ });
    const id = await started(12);
    const seen: string[] = [];
    const cutAt = [2, 7];
    for await (const state of followInversion(reader, id)) {
      seen.push(JSON.stringify(state));
      if (state.done >= (cutAt[0] ?? Number.POSITIVE_INFINITY)) {
        cutAt.shift();
        proxy.cut();
      }
    }
    expect(lost).toBe(2);
    expect(new Set(seen).size).toBe(seen.length);
    expect(JSON.parse(seen.at(-1)!)).toMatchObject({ status: 'FINISHED', done: 12 });
    await reader.close();
    await proxy.close();
  });

  test('of a run that is over gives its one last state', async () => {
    const id = await started(2);
    await cancelInversion(client, id);
    await lastState(followInversion(client, id));
    const states = [];
    for await (const { status } of followInversion(client, id)) states.push(status);
    expect(states).toEqual(['CANCELLED']);
  });

  test('ends at once by its signal, also while the service is away, and by a number of attempts', async () => {
    const proxy = await startBreakingProxy(inject('apiUrl'));
    const id = await started(200);
    const controller = new AbortController();
    const reason = new Error('left the page');
    const away = connect({
      url: proxy.url,
      credentials: account.session,
      connectionLost: () => controller.abort(reason),
    });
    const few = connect({ url: proxy.url, credentials: account.session, reconnectAttempts: 1 });
    const drain = async (states: AsyncIterable<unknown>): Promise<void> => {
      for await (const _ of states) await proxy.close();
    };
    const both = [drain(followInversion(away, id, { signal: controller.signal })), drain(followInversion(few, id))].map(
      failure,
    );
    const [left, givenUp] = await Promise.all(both);
    expect(left).toBe(reason);
    expect(givenUp).toMatchObject({ code: 'unreachable', message: expect.stringContaining('goes on') });
    await cancelInversion(client, id);
  });
});

const KEYS = new TypedDocumentString<{ apiKeys: { id: string }[] }, object>('{ apiKeys { id } }');
const DELETE_KEY = new TypedDocumentString<object, { id: string }>(
  'mutation ($id: ID!) { deleteApiKey(apiKeyId: $id) { __typename } }',
);

test('an organisation is followed through a lost socket, with a resync, until the rights to end', async () => {
  const proxy = await startBreakingProxy(inject('apiUrl'));
  const other = await newcomer(inject('apiUrl'));
  const own = other.client;
  const reader = connect({ url: proxy.url, credentials: { apiKey: await other.createKey('READ') } });
  const { apiKeys } = await own.run(KEYS, {});
  const seen: string[] = [];
  for await (const news of followOrganization(reader)) {
    if (news.__typename === 'FeedResync') {
      seen.push(news.resync);
      await createLibrary(own, { name: `made after ${seen.length}`, visibility: 'ORGANIZATION' });
    } else if (news.__typename === 'FeedEnd') seen.push(news.end);
    else if (news.changes.some(({ typename }) => typename === 'Library')) {
      seen.push(...news.changes.map(({ change, typename }) => `${change} ${typename}`));
      if (seen.length === 2) proxy.cut();
      else await own.run(DELETE_KEY, { id: apiKeys[0]!.id });
    }
  }
  expect(seen).toEqual(['BEGUN', 'CREATED Library', 'BEGUN', 'CREATED Library', 'KEY_ENDED']);
  for (const each of [own, reader]) await each.close();
  await proxy.close();
});

test('a fetch and a WebSocket that are given are used for everything, and a sign-in takes a fetch too', async () => {
  const paths: string[] = [];
  const counting: typeof fetch = (input, init) => {
    paths.push(new URL(String(input)).pathname.replace(/^\/files\/.*/, '/files'));
    return fetch(input, init);
  };
  let sockets = 0;
  class Counting extends WebSocket {
    constructor(url: string, protocol: string) {
      super(url, protocol);
      sockets++;
    }
  }
  const { email, password } = account;
  await signIn({ url: inject('apiUrl'), email, password, fetch: counting });
  const credentials = { apiKey: await account.createKey('READ', 'WRITE') };
  const own = connect({ url: inject('apiUrl'), credentials, fetch: counting, WebSocket: Counting });
  await uploadPicture(own, { name: 'cat', body: await openAsBlob(demoPicture) });
  expect(paths).toEqual(['/api/auth/sign-in/email', '/graphql', '/files', '/graphql']);
  const run = await started(2);
  await lastState(followInversion(own, run));
  expect(sockets).toBe(1);
  await own.close();
});
