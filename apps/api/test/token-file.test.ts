import { encodeTokenFile, type TokenSet } from '@facet/inversion/files';
import { decodeTokenFile } from '@facet/inversion/parser';
import { readSafetensors, writeSafetensors } from '@facet/safetensors';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp, type Caller, type Person } from './client.ts';
import { addToken, createLibrary, grantTo, FINGERPRINT, offerModel, putTokenFile } from './make.ts';

let api: TestApi;
let person: Person;
let libraryId: string;
beforeAll(async () => {
  api = await startApi();
  person = await signUp(api);
  libraryId = await createLibrary(person);
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

const pickle = (name: string): Uint8Array =>
  readFileSync(new URL(`../../../libs/inversion/test/golden/pickles/${name}`, import.meta.url));

const IMPORT = `mutation ($upload: ID!, $library: ID!, $name: String = "imported", $word: String, $as: TokenAttribute, $pickle: Boolean, $key: String) {
  importTokens(uploadId: $upload, libraryId: $library, name: $name, word: $word, attribute: $as, allowPickle: $pickle, clientMutationKey: $key) {
    __typename ... on ImportedTokens { tokens { id name attribute source version objectWord palette { name } } }
    ... on Error { code message } ... on TokenFileError { reason } } }`;
const VERSION = `mutation ($id: ID!, $token: ID, $inversion: ID, $upload: ID, $word: String) {
  addTokenVersion(tokenId: $id, fromTokenId: $token, fromInversionId: $inversion, fromUploadId: $upload, word: $word) {
    __typename ... on Token { id version isLatest source name versions { version source } }
    ... on Error { code message } ... on TokenFileError { reason } } }`;
const EXPORT = `mutation ($ids: [ID!]!, $format: TokenFileFormat!) { exportTokens(tokenIds: $ids, format: $format) {
    __typename ... on TokenExport { warning files { name file { url } tokens { id } } }
    ... on Error { code message } ... on TokenFileError { reason } } }`;

interface Exported {
  readonly __typename: string;
  readonly warning: string | null;
  readonly files: { name: string; file: { url: string }; tokens: { id: string }[] }[];
}

const exported = async (ids: string[], format: string, caller: Caller = person): Promise<Exported> =>
  (await caller.run(EXPORT, { ids, format })).data.exportTokens;
const download = async ({ files }: Exported, i = 0): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(files[i]!.file.url)).arrayBuffer());
const importFile = async (bytes: Uint8Array, more: Record<string, unknown> = {}) =>
  (await person.run(IMPORT, { upload: await putTokenFile(person, bytes), library: libraryId, ...more })).data
    .importTokens;
const embedding = (values: number[], key = 'my-cat'): Uint8Array =>
  writeSafetensors(new Map([[key, { dims: [1, values.length], data: Float32Array.from(values) }]]));
let count = 0;
const freshName = () => `imported ${(count += 1)}`;

test('a native file of an inversion holds all its tokens, and comes in again as what it was', async () => {
  const ids = [];
  for (const attribute of ['color', 'style'] as const)
    ids.push(await addToken(api, person, libraryId, 'Red çat', { attribute, vectors: [[0.25, attribute.length, 0]] }));
  const answer = await exported(ids, 'NATIVE');
  expect(answer).toMatchObject({
    warning: null,
    files: [{ name: 'red-cat.safetensors', tokens: [{ id: ids[0] }, { id: ids[1] }] }],
  });
  const response = await fetch(answer.files[0]!.file.url);
  expect(response.headers.get('content-disposition')).toContain('red-cat.safetensors');
  const bytes = new Uint8Array(await response.arrayBuffer());
  const set = decodeTokenFile(bytes, 'x');
  expect(set).toMatchObject({ fingerprint: FINGERPRINT, objectWord: 'cat', palette: [{ name: 'red', share: 1 }] });
  expect(set.tokens).toMatchObject([
    { name: 'color', vectors: [Float32Array.from([0.25, 5, 0])] },
    { name: 'style', vectors: [Float32Array.from([0.25, 5, 0])] },
  ]);

  const taken = await importFile(bytes, { name: 'again' });
  expect(taken.tokens).toMatchObject([
    { name: 'again', attribute: 'COLOR', source: 'IMPORT', version: 1, objectWord: 'cat', palette: [{ name: 'red' }] },
    { name: 'again', attribute: 'STYLE', source: 'IMPORT' },
  ]);
  const back = await exported(
    taken.tokens.map(({ id }: { id: string }) => id),
    'NATIVE',
  );
  expect(await download(back)).toEqual(bytes);
});

test('tokens of different inversions go into different files with different names', async () => {
  const ids = [
    await addToken(api, person, libraryId, 'twin'),
    await addToken(api, person, await createLibrary(person, 'more'), 'twin', { seed: 8 }),
  ];
  const { files } = await exported(ids, 'NATIVE');
  expect(files.map(({ name }) => name)).toEqual(['twin.safetensors', 'twin-2.safetensors']);
});

test('other tools get one tensor per file under the name of the token, with a warning to show', async () => {
  const id = await addToken(api, person, libraryId, 'Bright red');
  const single = await exported([id], 'SINGLE');
  expect(single.warning).toMatch(/all stages and layers/);
  expect(single.files[0]!.name).toBe('bright-red-color.safetensors');
  const { tensors } = readSafetensors(await download(single), 'x');
  expect([...tensors]).toEqual([['bright-red-color', { dims: [1, 3], data: Float32Array.from([1, 0, 0]) }]]);
});

test('the P+ form has a key for each layer, with the plain word where the token is not active', async () => {
  const id = await addToken(api, person, libraryId, 'layered', { standIn: [0, 0, 0.5] });
  const { tensors } = readSafetensors(await download(await exported([id], 'LAYERS')), 'x');
  expect([...tensors]).toMatchObject([
    ['layered-color-0', { data: Float32Array.from([1, 0, 0]) }],
    ['layered-color-1', { data: Float32Array.from([0, 0, 0.5]) }],
  ]);
  const unknown = await addToken(api, person, libraryId, 'layered 2');
  expect(await exported([unknown], 'LAYERS')).toMatchObject({
    __typename: 'TokenFileError',
    reason: 'unsupported-format',
    message: expect.stringMatching(/layer 1/),
  });
});

test('what is exported is announced to the sweeper, from when its address has expired', async () => {
  await exported([await addToken(api, person, libraryId, 'gone soon')], 'NATIVE');
  const { rows } = await api.admin.query(
    `select due_at > now() + interval '10 minutes' as later from facet.storage_deletion where key like '%/exports/%' order by due_at desc limit 1`,
  );
  expect(rows).toEqual([{ later: true }]);
});

test('an embedding of another tool becomes a token of the model that is offered, once for each key', async () => {
  const more = { name: 'from elsewhere', word: 'cat', as: 'OBJECT', key: 'once' };
  const upload = await putTokenFile(person, embedding([1, 2, 3]));
  const take = async () => (await person.run(IMPORT, { upload, library: libraryId, ...more })).data.importTokens;
  const [first, second] = [await take(), await take()];
  expect(first.tokens).toMatchObject([{ attribute: 'OBJECT', source: 'IMPORT', objectWord: 'cat', version: 1 }]);
  expect(second).toEqual(first);
  const set = decodeTokenFile(await download(await exported([first.tokens[0].id], 'NATIVE')), 'x');
  expect(set.tokens[0]!.cells).toEqual([
    [0, 0],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
  const layers = new Map([0, 1].map((i) => [`x-${i}`, { dims: [1, 3], data: Float32Array.from([i, 1, 1]) }]));
  const taken = await importFile(writeSafetensors(layers), { name: freshName(), word: 'cat' });
  expect(taken.tokens).toHaveLength(1);
});

test.each([
  ['of another width', embedding([1, 2]), { word: 'cat' }, 'fingerprint-mismatch', /2 numbers; demo .* has 3/],
  ['that is cut off', embedding([1, 2, 3]).subarray(0, 40), { word: 'cat' }, 'corrupt-file', /header/],
  [
    'that is no token file',
    new TextEncoder().encode('hello there, I am a text'),
    { word: 'cat' },
    'unsupported-format',
    /no embedding/,
  ],
  ['that is a pickle nobody asked for', pickle('diffusers.bin'), { word: 'cat' }, 'unsupported-format', /is a pickle/],
  [
    'that is a pickle with code in it',
    pickle('evil-system.bin'),
    { word: 'cat', pickle: true },
    'unsafe-pickle',
    /posix\.system/,
  ],
  [
    'that hides code in an old pickle',
    pickle('evil-legacy.pt'),
    { word: 'cat', pickle: true },
    'unsafe-pickle',
    /posix\.system/,
  ],
  ['of several vectors', pickle('a1111.pt'), { word: 'cat', pickle: true }, 'fingerprint-mismatch', /8 numbers/],
])('a file %s is refused with the reason', async (_what, bytes, choices, reason, message) => {
  expect(await importFile(bytes, choices)).toMatchObject({
    __typename: 'TokenFileError',
    code: 'TOKEN_FILE',
    reason,
    message: expect.stringMatching(message),
  });
});

/** A native file that says something else of itself. */
async function forged(change: (set: TokenSet) => Partial<TokenSet>): Promise<Uint8Array> {
  const bytes = await download(await exported([await addToken(api, person, libraryId, freshName())], 'NATIVE'));
  const set = decodeTokenFile(bytes, 'x');
  return encodeTokenFile({ ...set, ...change(set) });
}

test.each<[string, (set: TokenSet) => Partial<TokenSet>, string, RegExp]>([
  [
    'of a model that nobody has',
    () => ({ fingerprint: 'f'.repeat(64) }),
    'fingerprint-mismatch',
    /no worker has offered/,
  ],
  [
    'whose vectors are too long',
    ({ tokens }) => ({ tokens: [{ ...tokens[0]!, vectors: [new Float32Array(4)] }] }),
    'corrupt-file',
    /3 finite numbers/,
  ],
  [
    'with cells of another model',
    ({ tokens }) => ({ tokens: [{ ...tokens[0]!, cells: [[0, 0, 0]] }] }),
    'corrupt-file',
    /stages of 2 layers/,
  ],
  ['with impossible stages', () => ({ stageBounds: [0, 1000] }), 'invalid-map', /fall strictly/],
  ['with a text that no database takes', () => ({ objectWord: 'a\0b' }), 'corrupt-file', /cannot be shown/],
  ['with half a character', () => ({ modelName: '\ud800' }), 'corrupt-file', /cannot be shown/],
  ['with more steps than there are', () => ({ steps: 2 ** 40 }), 'corrupt-file', /steps/],
  [
    'with changed weights',
    () => ({ weights: new Map([['unet', { dims: [1], data: new Float32Array(1) }]]) }),
    'unsupported-format',
    /weights/,
  ],
])('a native file %s is refused with the reason', async (_what, change, reason, message) => {
  expect(await importFile(await forged(change), { name: freshName() })).toMatchObject({
    __typename: 'TokenFileError',
    reason,
    message: expect.stringMatching(message),
  });
});

test('a file that is too large is refused before it is sent, and one of another size than declared when it is', async () => {
  const asked = await person.run(
    'mutation { createTokenUpload(bytes: 5000000) { __typename ... on Error { message } } }',
  );
  expect(asked.data.createTokenUpload).toMatchObject({
    __typename: 'InvalidInputError',
    message: expect.stringMatching(/4194304/),
  });
  await expect(putTokenFile(person, embedding([1, 2, 3]), 10)).rejects.toThrow(/403/);
});

test('a new version is what another token holds, or a file, under the old name; all versions stay', async () => {
  const id = await addToken(api, person, libraryId, 'kept name');
  const better = await addToken(api, person, libraryId, 'better', { vectors: [[0, 1, 0]] });
  const second = (await person.run(VERSION, { id, token: better })).data.addTokenVersion;
  expect(second).toMatchObject({ version: 2, isLatest: true, source: 'COPY', name: 'kept name' });
  const upload = await putTokenFile(person, embedding([0, 0, 1]));
  const third = (await person.run(VERSION, { id, upload, word: 'red' })).data.addTokenVersion;
  expect(third).toMatchObject({ version: 3, source: 'IMPORT' });
  expect(third.versions).toEqual([
    { version: 3, source: 'IMPORT' },
    { version: 2, source: 'COPY' },
    { version: 1, source: 'IMPORT' },
  ]);
  const { tokens } = decodeTokenFile(await download(await exported([second.id], 'NATIVE')), 'x');
  expect(tokens[0]!.vectors).toEqual([Float32Array.from([0, 1, 0])]);
});

test('a new version needs one source, of the same attribute, and of the same model', async () => {
  const id = await addToken(api, person, libraryId, 'strict');
  const shape = await addToken(api, person, libraryId, 'shape', { attribute: 'object' });
  const ask = async (more: object) => (await person.run(VERSION, { id, ...more })).data.addTokenVersion;
  expect(await ask({})).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringMatching(/exactly one/) });
  expect(await ask({ token: shape })).toMatchObject({
    code: 'INVALID_INPUT',
    message: expect.stringMatching(/object token/),
  });
  const upload = await putTokenFile(person, embedding([1, 2]));
  expect(await ask({ upload, word: 'red' })).toMatchObject({ reason: 'fingerprint-mismatch' });
});

test('a token whose library is granted can be exported, as long as it is', async () => {
  const taker = await signUp(api);
  const granted = await createLibrary(person, 'given');
  const id = await addToken(api, person, granted, 'shown');
  expect(await exported([id], 'SINGLE', taker)).toMatchObject({ code: 'NOT_FOUND' });
  await grantTo(person, granted, taker);
  const answer = await exported([id], 'SINGLE', taker);
  expect(answer.files).toHaveLength(1);
  // It is a file of whoever asked for it.
  expect(answer.files[0]!.file.url).toContain('/organizations/');
  const { rows } = await api.admin.query(
    `select organization_id from facet.audit_event where action = 'token.export' order by created_at desc limit 1`,
  );
  expect(rows[0]!.organization_id).toBe(Buffer.from(taker.organizationId, 'base64url').toString().split(':')[1]);
});
