import { ensureLibrary, openRemote, uploadPictureFile, type Remote } from '@facet/cli';
import {
  cancelInversion,
  ClientError,
  listTokens,
  resumeInversion,
  startComposition,
  startInversion,
  type Credentials,
} from '@facet/client';
import { newcomer, type Newcomer } from '@facet/client/testing';
import { loadTokenFile } from '@facet/inversion';
import { startBreakingProxy } from '@facet/stack';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { saveComposition, showComposition } from '../../src/remote/compositions.ts';
import { saveInversion, showInversion, watchInversion } from '../../src/remote/inversions.ts';
import { findToken } from '../../src/remote/named.ts';
import type { Task } from '../../src/report/reporter.ts';
import { model, scratch } from '../facet.ts';

const cat = join(model, 'references', '00-striped-yellow-cat-lying.png');
const { path, remove } = scratch();
afterAll(remove);

let account: Newcomer;
beforeAll(async () => {
  account = await newcomer(inject('apiUrl'));
});

interface Watched extends Remote {
  readonly notes: readonly string[];
  readonly updates: readonly number[];
}

/** A connection whose talk is kept; `onUpdate` is told of every step. */
function open(credentials: Credentials, url = inject('apiUrl'), onUpdate?: (done: number) => void): Watched {
  const notes: string[] = [];
  const updates: number[] = [];
  const task = (): Task => ({
    update: (done) => {
      updates.push(done);
      onUpdate?.(done);
    },
    finish: () => undefined,
  });
  const reporter = {
    note: (text: string) => void notes.push(text),
    warn: () => {},
    task,
    result: () => {},
    failure: () => {},
  };
  const context = { reporter, signal: new AbortController().signal };
  return { ...openRemote({ url, credentials, context }), notes, updates };
}

test('a session uploads, inverts, composes and fetches what came of it', async () => {
  const remote = open({ ...account.session, organizationId: account.organizationId });
  const image = await uploadPictureFile(remote, cat);
  const libraryId = await ensureLibrary(remote, 'cats');
  expect(await ensureLibrary(remote, 'cats')).toBe(libraryId);
  const started = await startInversion(remote, { imageId: image.id, libraryId, name: 'cat', steps: 4 });
  const finished = await showInversion(remote, started);
  expect(finished).toMatchObject({ status: 'FINISHED', done: 4, total: 4 });
  expect(remote.updates.at(-1)).toBe(4);
  const saved = await saveInversion(remote, started.id, path('cat'));
  expect((await loadTokenFile(saved.tokens)).objectWord).toBe('cat');
  expect(existsSync(saved.lossCurve)).toBe(true);

  const { nodes } = await listTokens(remote, { inversionId: started.id }).take();
  const color = nodes.find(({ attribute }) => attribute === 'COLOR')!;
  const composition = await startComposition(remote, {
    prompt: 'a {color} bird',
    slots: [{ attribute: 'COLOR', tokenId: color.id }],
    seeds: [1, 2],
    steps: 3,
  });
  await showComposition(remote, composition.id);
  const { files } = await saveComposition(remote, composition.id, path('pictures'), 'birds');
  expect(files.map(({ seed }) => seed)).toEqual([1, 2]);
  for (const file of files) expect((await sharp(file.path).metadata()).format).toBe('png');
  await remote.close();
});

test("another organisation's run and token are as unknown as any, to every command that takes an id", async () => {
  const owner = open(account.session);
  const image = await uploadPictureFile(owner, cat);
  const libraryId = await ensureLibrary(owner, 'cats');
  const { id } = await startInversion(owner, { imageId: image.id, libraryId, name: 'theirs', steps: 3 });
  const stranger = open({ apiKey: await (await newcomer(inject('apiUrl'))).createKey('READ', 'WRITE') });
  const unknown = id.replace(/.{6}$/, 'MDAwMD');
  for (const act of [watchInversion, cancelInversion, resumeInversion, saveTo, findColor]) {
    const answer = async (of: string): Promise<unknown> => {
      const error = await act(stranger, of).catch((thrown: unknown) => thrown);
      if (!(error instanceof ClientError)) throw error;
      return [error.code, error.message.replace(of, 'the id')];
    };
    expect(await answer(id)).toEqual(['not-found', expect.any(String)]);
    expect(await answer(unknown)).toEqual(await answer(id));
  }
  await cancelInversion(owner, id);
});

const saveTo = (remote: Remote, id: string) => saveInversion(remote, id, path('none'));
const findColor = (remote: Remote, id: string) => findToken(remote, 'color', id);

test('the rate limit is waited for, and a note says so', async () => {
  const remote = open({ apiKey: await account.createKey('READ') }, inject('tightApiUrl'));
  const list = () => listTokens(remote, { name: 'no token has this name' }).take(10);
  const lists = await Promise.all([list(), list()]);
  expect(lists.map(({ totalCount }) => totalCount)).toEqual([0, 0]);
  expect(remote.notes).toEqual([expect.stringMatching(/^The rate limit is reached; going on in \d+ s\.$/)]);
});

test('a connection that breaks in mid-run is made again, and the progress goes on to the end', async () => {
  const proxy = await startBreakingProxy(inject('apiUrl'));
  const apiKey = await account.createKey('READ', 'WRITE');
  let isCut = false;
  const remote = open({ apiKey }, proxy.url, () => {
    if (!isCut) proxy.cut();
    isCut = true;
  });
  const image = await uploadPictureFile(remote, cat);
  const libraryId = await ensureLibrary(remote, 'cats');
  const started = await startInversion(remote, { imageId: image.id, libraryId, name: 'again', steps: 6 });
  const { status } = await showInversion(remote, started);
  expect([isCut, status, remote.updates.at(-1)]).toEqual([true, 'FINISHED', 6]);
  expect(remote.notes).toContain('The connection is lost; connecting again.');
  await remote.close();
  await proxy.close();
});
