import { outputKey, type OutputId } from '@facet/contracts';
import { addOutput, claimRun, finishComposition, getOutputsOf } from '@facet/db';
import { SOURCE_TEXT_MAP, tokenSetOf, type TokenSet } from '@facet/inversion/files';
import { storedTokens } from '@facet/inversion/parser';
import { readPngRecipe, withPngRecipe, withTokenData, type Recipe } from '@facet/inversion/recipes';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeId, encodeId } from '../src/ids.ts';
import { startApi, type TestApi } from './api.ts';
import { callerOf, signUp, type Caller, type Person } from './client.ts';
import {
  addToken,
  CREATE_UPLOAD,
  createKey,
  createLibrary,
  grantTo,
  FINGERPRINT,
  offerModel,
  picture,
  put,
} from './make.ts';

let api: TestApi;
let own: Person;
let other: Person;
beforeAll(async () => {
  api = await startApi();
  [own, other] = [await signUp(api), await signUp(api)];
});
// A worker says every ten seconds that it is there; one that does not is taken for dead.
beforeEach(async () => void (await offerModel(api)));
afterAll(() => api.close());

/** Tokens as an inversion leaves them, each with what recipes know it by. */
const setOf = (seed: number): TokenSet => ({
  fingerprint: FINGERPRINT,
  modelName: 'demo',
  method: 'matte',
  steps: 100,
  seed,
  imageHash: 'd'.repeat(64),
  objectWord: 'cat',
  objectWordOrigin: 'given',
  palette: [{ name: 'red', share: 1 }],
  map: SOURCE_TEXT_MAP,
  stageBounds: [...SOURCE_TEXT_MAP.stageBounds],
  tokens: (['color', 'style'] as const).map((name) => ({
    name,
    vectors: [Float32Array.from([seed, 0.25, name.length])],
    cells: [0, 1, 2, 3].map(() => [0, -1]),
    initialWord: 'red',
    fallbackWord: undefined,
  })),
});

interface Kept {
  readonly id: string;
  readonly hash: string;
  readonly set: TokenSet;
}

/** Keeps the tokens of one inversion in a library. */
async function keep(person: Person, libraryId: string, name: string, seed: number): Promise<Record<string, Kept>> {
  const kept: Record<string, Kept> = {};
  for (const token of storedTokens(setOf(seed))) {
    const { fingerprint: _model, ...content } = token;
    const id = await addToken(api, person, libraryId, name, content);
    kept[token.attribute] = { id, hash: token.hash, set: tokenSetOf([token]) };
  }
  return kept;
}

const recipeOf = (tokens: Record<string, Kept>, changes: Partial<Recipe> = {}): Recipe => ({
  format: 'facet-recipe',
  formatVersion: 1,
  fingerprint: FINGERPRINT,
  modelName: 'demo',
  prompt: 'a {style} drawing of a {color} cat',
  negativePrompt: 'dark',
  tokens: Object.fromEntries(
    Object.entries(tokens).map(([attribute, { id, hash }]) => [attribute, { hash, id, name: 'sunset', strength: 0.7 }]),
  ),
  words: { layout: 'lying' },
  seeds: [4, 5],
  index: 1,
  steps: 9,
  guidance: 3,
  scheduler: 'dpm-solver++',
  width: 64,
  height: 64,
  ...changes,
});

const embedded = (recipe: Recipe, tokens: Record<string, Kept>): Recipe => withTokenData(recipe, tokens);

/** A composition of these tokens with one picture, as a worker leaves it, or as one of before left it. The global id of the output. */
async function drawn(
  caller: Caller & { organizationId: string },
  tokens: Record<string, Kept>,
  holdsTokens = false,
): Promise<string> {
  const slots = Object.entries(tokens).map(([attribute, { id }]) => ({
    attribute: attribute.toUpperCase(),
    tokenId: id,
  }));
  const { data, text } = await caller.run(
    `mutation ($slots: [SlotInput!]!) { composeImages(slots: $slots, seeds: [5]) { ... on Composition { id } ... on Error { message } } }`,
    { slots },
  );
  if (!data?.composeImages?.id) throw new Error(text);
  const id = decodeId('Composition', data.composeImages.id as string);
  const organizationId = decodeId('Organization', caller.organizationId);
  const named = recipeOf(tokens);
  const png = withPngRecipe(picture(), holdsTokens ? embedded(named, tokens) : named, 'x');
  const storageKey = outputKey(organizationId, id, 0);
  await api.services.store.put(storageKey, png, png.length);
  const values = { index: 0, seed: 5, storageKey, width: 32, height: 32, bytes: png.length, sha256: 'e'.repeat(64) };
  return api.services.database.withOrganization(organizationId, async (transaction) => {
    await claimRun(transaction, 'composition', id);
    await addOutput(transaction, id, { ...values, holdsTokens });
    await finishComposition(transaction, id);
    return encodeId('Output', (await getOutputsOf(transaction, [id]))[0]!.id satisfies OutputId);
  });
}

const EXPORT = `mutation ($ids: [ID!]!, $metadata: PictureMetadata) { exportOutputs(outputIds: $ids, metadata: $metadata) {
  __typename ... on OutputExport { files { name output { id } file { url } } } ... on Error { code message }
  ... on RecipeIncompleteError { missing { attribute tokenName hash } } } }`;
const exported = async (caller: Caller, id: string, metadata: string) =>
  (await caller.run(EXPORT, { ids: [id], metadata })).data.exportOutputs;
const bytesAt = async (url: string): Promise<Buffer> => Buffer.from(await (await fetch(url)).arrayBuffer());
const download = async (caller: Caller, id: string, metadata: string): Promise<Buffer> =>
  bytesAt((await exported(caller, id, metadata)).files[0].file.url);
const fileOf = async (caller: Caller, id: string): Promise<Buffer> =>
  bytesAt(
    (await caller.run('query ($id: ID!) { node(id: $id) { ... on Output { file { url } } } }', { id })).data.node.file
      .url,
  );

async function granted(name: string, seed: number) {
  const libraryId = await createLibrary(own, name);
  const tokens = await keep(own, libraryId, 'sunset', seed);
  await grantTo(own, libraryId, other);
  const revoke = () =>
    own.run(
      'mutation ($id: ID!, $to: ID!) { revokeLibraryGrant(libraryId: $id, organizationId: $to) { __typename } }',
      {
        id: libraryId,
        to: other.organizationId,
      },
    );
  return { libraryId, tokens, revoke };
}

test('a picture is downloaded with its recipe, with its tokens too, or with nothing, and each has the same pixels', async () => {
  const tokens = await keep(own, await createLibrary(own, 'three kinds'), 'sunset', 1);
  const id = await drawn(own, tokens);
  const [none, recipe, all] = await Promise.all(
    ['NONE', 'RECIPE', 'RECIPE_WITH_TOKENS'].map((metadata) => download(own, id, metadata)),
  );
  expect(readPngRecipe(recipe!, 'x')).toEqual(recipeOf(tokens));
  expect(readPngRecipe(all!, 'x')).toEqual(embedded(recipeOf(tokens), tokens));
  expect(await fileOf(own, id)).toEqual(recipe);
  const pixels = await Promise.all([none!, recipe!, all!].map((png) => sharp(png).raw().toBuffer()));
  expect(pixels[1]).toEqual(pixels[0]);
  expect(pixels[2]).toEqual(pixels[0]);
  const { data } = await own.run(EXPORT, { ids: [id] });
  expect(readPngRecipe(await bytesAt(data.exportOutputs.files[0].file.url), 'x')).toEqual(recipeOf(tokens));
});

test('a picture without metadata has the chunks of its pixels and no other, as another program reads it', async () => {
  const tokens = await keep(own, await createLibrary(own, 'bare'), 'sunset', 2);
  const none = await download(own, await drawn(own, tokens, true), 'NONE');
  const types = [];
  for (let at = 8; at < none.length; at += 12 + none.readUInt32BE(at))
    types.push(none.toString('latin1', at + 4, at + 8));
  expect(types).toEqual(['IHDR', 'IDAT', 'IEND']);
  const { info } = await sharp(none).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 32, height: 32 });
  expect((await sharp(none).metadata()).comments).toBeUndefined();
  for (const word of ['facet', 'sunset', '{color}', 'dark']) expect(none.includes(word)).toBe(false);
});

test('an address of one kind gives that kind: a changed one is refused', async () => {
  const tokens = await keep(own, await createLibrary(own, 'bound'), 'sunset', 3);
  const id = await drawn(own, tokens);
  const [bare, full] = [
    (await exported(own, id, 'NONE')).files[0].file.url,
    (await exported(own, id, 'RECIPE_WITH_TOKENS')).files[0].file.url,
  ];
  const crossed = new URL(bare);
  crossed.pathname = new URL(full).pathname;
  expect((await fetch(crossed)).status).toBe(403);
  expect((await fetch(bare)).status).toBe(200);
});

test('tokens are given with a picture only to who may read them at that moment, and the log says who took them', async () => {
  const { tokens, revoke } = await granted('granted to be drawn', 4);
  const id = await drawn(other, tokens);
  const all = await download(other, id, 'RECIPE_WITH_TOKENS');
  expect(readPngRecipe(all, 'x')!.tokens.color!.data).toBeTypeOf('string');
  const { rows } = await api.admin.query(
    `select subject_id, detail from facet.audit_event where action = 'token.export' and actor_id = $1`,
    [other.userId],
  );
  expect(rows).toEqual(
    expect.arrayContaining(
      Object.values(tokens).map((token) => ({
        subject_id: decodeId('Token', token.id),
        detail: { format: 'picture' },
      })),
    ),
  );
  await revoke();
  const refused = await exported(other, id, 'RECIPE_WITH_TOKENS');
  expect(refused).toMatchObject({ __typename: 'RecipeIncompleteError', code: 'RECIPE_INCOMPLETE' });
  expect(refused.missing).toEqual(
    expect.arrayContaining([
      { attribute: 'COLOR', tokenName: 'sunset', hash: null },
      { attribute: 'STYLE', tokenName: 'sunset', hash: null },
    ]),
  );
  // The picture is theirs all the same.
  expect(readPngRecipe(await download(other, id, 'RECIPE'), 'x')!.tokens.color).not.toHaveProperty('data');
});

test('a picture that a worker of before wrote with its tokens is not given as it is, by any way', async () => {
  const { tokens, revoke } = await granted('granted long ago', 5);
  const [shown, taken] = [await drawn(other, tokens, true), await drawn(other, tokens, true)];
  await revoke();
  const data = embedded(recipeOf(tokens), tokens).tokens.color!.data!;
  expect(data.length).toBeGreaterThan(100);
  for (const png of [
    await fileOf(other, shown),
    await download(other, taken, 'RECIPE'),
    await download(other, taken, 'NONE'),
  ])
    expect(png.includes(data)).toBe(false);
  expect(readPngRecipe(await fileOf(other, shown), 'x')).toEqual(recipeOf(tokens));
  const { secret } = await createKey(other, ['READ']);
  const reader = callerOf(api, { authorization: `Bearer ${secret}` });
  expect((await fileOf(reader, shown)).includes(data)).toBe(false);
  expect((await exported(reader, shown, 'RECIPE_WITH_TOKENS')).code).toBe('RECIPE_INCOMPLETE');
  const { rows } = await api.admin.query(`select holds_tokens from facet.output where id = any($1)`, [
    [shown, taken].map((id) => decodeId('Output', id)),
  ]);
  expect(rows).toEqual([{ holds_tokens: false }, { holds_tokens: false }]);
});

const READ = `query ($recipe: String, $imageId: ID) { readRecipe(recipe: $recipe, imageId: $imageId) {
  __typename ... on Recipe { prompt negativePrompt seed seeds steps guidance scheduler width height modelName model { name }
    words { attribute word } slots { attribute strength tokenName hash token { id } } }
  ... on Error { code message } ... on RecipeRefusedError { reason } } }`;
const COMPOSE = `mutation ($recipe: String, $imageId: ID, $slots: [SlotInput!], $steps: Int, $key: String) {
  composeFromRecipe(recipe: $recipe, imageId: $imageId, slots: $slots, steps: $steps, clientMutationKey: $key) {
    __typename ... on Composition { id status prompt negativePrompt seeds steps guidance words { word } slots { attribute strength token { id } } }
    ... on Error { code message } ... on RecipeRefusedError { reason }
    ... on RecipeIncompleteError { missing { attribute tokenName hash } } } }`;
const read = async (caller: Caller, recipe: Recipe | string) =>
  (await caller.run(READ, { recipe: typeof recipe === 'string' ? recipe : JSON.stringify(recipe) })).data.readRecipe;
const compose = async (caller: Caller, recipe: Recipe, more: object = {}) =>
  (await caller.run(COMPOSE, { recipe: JSON.stringify(recipe), ...more })).data.composeFromRecipe;
const queued = async (): Promise<number> =>
  Number((await api.admin.query('select count(*) from facet.composition')).rows[0].count);

async function putPicture(caller: Caller, bytes: Uint8Array): Promise<string> {
  const { data } = await caller.run(CREATE_UPLOAD, { name: 'dropped', bytes: bytes.length, key: null });
  await put(data.createUpload, bytes);
  return data.createUpload.image.id as string;
}

test('a recipe fills a board: everything that the picture was drawn by, and its tokens by their id', async () => {
  const tokens = await keep(own, await createLibrary(own, 'board'), 'sunset', 6);
  expect(await read(own, recipeOf(tokens))).toEqual({
    __typename: 'Recipe',
    prompt: 'a {style} drawing of a {color} cat',
    negativePrompt: 'dark',
    seed: 5,
    seeds: [4, 5],
    steps: 9,
    guidance: 3,
    scheduler: 'dpm-solver++',
    width: 64,
    height: 64,
    modelName: 'demo',
    model: { name: 'demo' },
    words: [{ attribute: 'LAYOUT', word: 'lying' }],
    slots: ['color', 'style'].map((attribute) => ({
      attribute: attribute.toUpperCase(),
      strength: 0.7,
      tokenName: 'sunset',
      hash: tokens[attribute]!.hash,
      token: { id: tokens[attribute]!.id },
    })),
  });
});

test('a dropped PNG is read out of its upload, and composes what it shows', async () => {
  const tokens = await keep(own, await createLibrary(own, 'dropped'), 'sunset', 7);
  const imageId = await putPicture(own, await download(own, await drawn(own, tokens), 'RECIPE'));
  const { data } = await own.run(READ, { imageId });
  expect(data.readRecipe).toMatchObject({ __typename: 'Recipe', seed: 5, steps: 9 });
  const started = (await own.run(COMPOSE, { imageId, steps: 11 })).data.composeFromRecipe;
  expect(started).toMatchObject({
    __typename: 'Composition',
    status: 'QUEUED',
    prompt: 'a {style} drawing of a {color} cat',
    negativePrompt: 'dark',
    seeds: [5],
    steps: 11,
    guidance: 3,
    words: [{ word: 'lying' }],
  });
  expect(started.slots).toEqual(
    expect.arrayContaining([
      { attribute: 'COLOR', strength: 0.7, token: { id: tokens['color']!.id } },
      { attribute: 'STYLE', strength: 0.7, token: { id: tokens['style']!.id } },
    ]),
  );
  const again = { key: 'from-a-recipe' };
  const [first, second] = [await compose(own, recipeOf(tokens), again), await compose(own, recipeOf(tokens), again)];
  expect(second.id).toBe(first.id);
});

test('a copy of a token stands for it by its hash, where its id is of nobody, or somebody else', async () => {
  const theirs = await keep(own, await createLibrary(own, 'theirs'), 'sunset', 8);
  const copies = await keep(other, await createLibrary(other, 'copies'), 'dusk', 8);
  const found = await read(other, recipeOf(theirs));
  expect(found.slots).toMatchObject([
    { attribute: 'COLOR', tokenName: 'sunset', token: { id: copies['color']!.id } },
    { attribute: 'STYLE', token: { id: copies['style']!.id } },
  ]);
  expect(await compose(other, recipeOf(theirs))).toMatchObject({ __typename: 'Composition' });
});

test('a token of a picture that the command line drew is found by what the recipe holds of it', async () => {
  const kept = await keep(own, await createLibrary(own, 'imported'), 'sunset', 9);
  const local = recipeOf({});
  const hash = 'a'.repeat(64);
  const recipe = { ...local, tokens: { color: { hash, strength: 1 } } };
  expect((await read(own, recipe)).slots).toMatchObject([{ token: null, tokenName: null, hash }]);
  const holding = withTokenData(recipe, kept);
  expect((await read(own, holding)).slots).toMatchObject([{ token: { id: kept['color']!.id } }]);
});

test('tokens that are missing are named by attribute, and nothing is started; with others in their place it is', async () => {
  const { tokens, revoke } = await granted('about to end', 10);
  const recipe = recipeOf(tokens);
  expect((await read(other, recipe)).slots.every(({ token }: { token: unknown }) => token !== null)).toBe(true);
  await revoke();
  const before = await queued();
  const refused = await compose(other, recipe);
  expect(refused).toMatchObject({
    __typename: 'RecipeIncompleteError',
    code: 'RECIPE_INCOMPLETE',
    message: expect.stringMatching(/color token "sunset".*style token "sunset"/),
    missing: [
      { attribute: 'COLOR', tokenName: 'sunset', hash: tokens['color']!.hash },
      { attribute: 'STYLE', tokenName: 'sunset', hash: tokens['style']!.hash },
    ],
  });
  expect(await queued()).toBe(before);
  expect((await read(other, recipe)).slots).toMatchObject([{ token: null }, { token: null }]);
  const mine = await keep(other, await createLibrary(other, 'instead'), 'mine', 11);
  const slots = ['COLOR', 'STYLE'].map((attribute) => ({ attribute, tokenId: mine[attribute.toLowerCase()]!.id }));
  expect(await compose(other, recipe, { slots })).toMatchObject({ __typename: 'Composition', seeds: [5] });
});

test('an id that is written into a recipe names no token but the one of its hash', async () => {
  const [one, two] = [
    await keep(own, await createLibrary(own, 'one'), 'one', 12),
    await keep(own, await createLibrary(own, 'two'), 'two', 13),
  ];
  const forged = recipeOf({ color: { ...one['color']!, id: two['color']!.id } });
  expect((await read(own, forged)).slots).toMatchObject([{ token: { id: one['color']!.id } }]);
  const elsewhere = recipeOf({ style: { ...one['color']!, id: one['color']!.id } });
  expect((await read(own, elsewhere)).slots).toMatchObject([{ attribute: 'STYLE', token: null }]);
});

test.each<[string, (recipe: Recipe) => unknown, string]>([
  ['of another version', (recipe) => ({ ...recipe, formatVersion: 2 }), 'unsupported-format'],
  ['with a number that is none', (recipe) => ({ ...recipe, steps: 'many' }), 'corrupt-file'],
  ['with an index beyond its seeds', (recipe) => ({ ...recipe, index: 2 }), 'corrupt-file'],
  ['with an unknown member', (recipe) => ({ ...recipe, run: 'rm' }), 'corrupt-file'],
  ['with too many steps', (recipe) => ({ ...recipe, steps: 1001 }), 'out-of-range'],
  ['with a seed beyond 32 bits', (recipe) => ({ ...recipe, seeds: [1, 2 ** 40] }), 'out-of-range'],
  ['with a huge side', (recipe) => ({ ...recipe, width: 2 ** 40 }), 'out-of-range'],
  ['with a long prompt', (recipe) => ({ ...recipe, prompt: 'x'.repeat(1001) }), 'out-of-range'],
])('a recipe %s is refused by name', async (_what, change, reason) => {
  const refused = await read(own, JSON.stringify(change(recipeOf({}))));
  expect(refused).toMatchObject({ __typename: 'RecipeRefusedError', code: 'RECIPE_REFUSED', reason });
});

test('a recipe of a model that is not here, or of another size, is read, and not composed', async () => {
  const foreign = recipeOf({}, { fingerprint: 'cd'.repeat(32) });
  expect(await read(own, foreign)).toMatchObject({ model: null, modelName: 'demo' });
  expect(await compose(own, foreign)).toMatchObject({ reason: 'unknown-model' });
  expect(await compose(own, recipeOf({}, { width: 128, height: 128 }))).toMatchObject({ reason: 'out-of-range' });
});

test('a picture without a recipe, a broken one, one that was not put, and one that is completed are refused by name', async () => {
  const readUpload = async (imageId: string) => (await own.run(READ, { imageId })).data.readRecipe;
  expect(await readUpload(await putPicture(own, picture()))).toMatchObject({ reason: 'no-recipe' });
  const png = withPngRecipe(picture(), recipeOf({}), 'x');
  expect(await readUpload(await putPicture(own, png.subarray(0, 60)))).toMatchObject({ reason: 'corrupt-file' });
  expect(await readUpload(await putPicture(own, Buffer.from('GIF89a and more')))).toMatchObject({
    reason: 'unsupported-format',
  });
  const { data } = await own.run(CREATE_UPLOAD, { name: 'late', bytes: 10, key: null });
  expect(await readUpload(data.createUpload.image.id)).toMatchObject({ code: 'WRONG_STATE' });
  const imageId = await putPicture(own, png);
  await own.run('mutation ($id: ID!) { completeUpload(imageId: $id) { __typename } }', { id: imageId });
  expect(await readUpload(imageId)).toMatchObject({ code: 'WRONG_STATE' });
  expect((await other.run(READ, { imageId })).data.readRecipe).toMatchObject({ code: 'NOT_FOUND' });
  expect((await own.run(READ, {})).data.readRecipe).toMatchObject({ code: 'INVALID_INPUT' });
});
