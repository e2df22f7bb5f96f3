import { INVERSION_DEFAULTS, PRESETS, type SamplingPreset } from '@facet/base';
import { encodeId, Fingerprint } from '@facet/contracts';
import { announceModel, type ModelAttribution, type ModelTraits } from '@facet/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp } from './client.ts';
import { addToken, COMPOSE, createLibrary, FINGERPRINT, offerModel, picture, START, uploadImage } from './make.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const attribution: ModelAttribution = {
  source: 'measured',
  note: 'by word swaps',
  stageBounds: [1000, 400, 0],
  layers: [
    { name: 'down.0', group: 'fine' },
    { name: 'mid', group: 'coarse' },
  ],
  cells: { color: [[0], [0]], style: [[0], []], object: [[1], [1]], layout: [[0, 1], []] },
};

const offer = (sampling?: SamplingPreset, more: Partial<ModelTraits> = {}): Promise<unknown> => {
  const sizes = { size: 64, sizeMultiple: 8, family: 'sd2', prediction: 'v_prediction' };
  const traits = { ...sizes, methods: ['matte', 'p-plus', 'reader'], schedulers: ['ddim'], hasImageEncoder: true };
  const model = { fingerprint: FINGERPRINT, name: 'demo', embeddingWidth: 3, layers: 2 };
  return api.services.operations.withOperations((transaction) =>
    announceModel(transaction, 'worker', 'cpu', {
      ...model,
      traits: {
        ...traits,
        steps: { matte: 120, reader: 80 },
        minSteps: { matte: 1, reader: 0 },
        attribution,
        ...(sampling && { sampling }),
        ...more,
      },
    }),
  );
};

const MODELS = `{ models { family prediction pixels pixelsMultiple defaultMethod methodDefaults { method steps minSteps } defaultScheduler limits { name min max isWhole defaultValue }
  attribution { source note stageBounds layers { index name group }
    attributes { attribute stages { stage fromTimestep untilTimestep layers } } } } }`;

test('a model says what its cells were measured to do and what its card says, and null where nobody has said it', async () => {
  const ask = `{ models { card { license sections { topic title blocks { kind text } } }
    attribution { attributes { attribute effects { stage group followsAlone followsWithout } } } } }`;
  const person = await signUp(api);
  await offer();
  const { data: silent } = await person.run(ask);
  expect(silent.models[0].card).toBeNull();
  expect(silent.models[0].attribution.attributes[0]).toEqual({ attribute: 'COLOR', effects: null });
  const section = { topic: 'limits', title: 'Limits', blocks: [{ kind: 'item', text: 'No <b>hands</b>.' }] } as const;
  const effects = {
    color: [
      { stage: 0, group: 'fine', only: 0.125, allBut: 0.5 },
      { group: 'fine', only: 1, allBut: 0 },
    ],
  } as const;
  await offer(undefined, { card: { license: 'mit', sections: [section] }, attribution: { ...attribution, effects } });
  const { data } = await person.run(ask);
  expect(data.models[0].card).toEqual({
    license: 'mit',
    sections: [{ topic: 'LIMITS', title: 'Limits', blocks: [{ kind: 'ITEM', text: 'No <b>hands</b>.' }] }],
  });
  expect(data.models[0].attribution.attributes.slice(0, 2)).toEqual([
    {
      attribute: 'COLOR',
      effects: [
        { stage: 0, group: 'FINE', followsAlone: 0.125, followsWithout: 0.5 },
        { stage: null, group: 'FINE', followsAlone: 1, followsWithout: 0 },
      ],
    },
    { attribute: 'STYLE', effects: null },
  ]);
  await offer();
});

test('a model says where its attributes are decided, what its defaults are, and what numbers may be', async () => {
  await offer();
  const { data } = await (await signUp(api)).run(MODELS);
  const [model] = data.models;
  expect(model).toMatchObject({ family: 'sd2', prediction: 'v_prediction', pixels: 64, pixelsMultiple: 8 });
  expect(model.methodDefaults).toEqual([
    { method: 'matte', steps: 120, minSteps: 1 },
    { method: 'p-plus', steps: INVERSION_DEFAULTS.steps, minSteps: 1 },
    { method: 'reader', steps: 80, minSteps: 0 },
  ]);
  expect(model.defaultScheduler).toBe('ddim');
  expect(model.limits).toContainEqual({
    name: 'composition.steps',
    min: 1,
    max: 1000,
    isWhole: true,
    defaultValue: 25,
  });
  expect(model.limits).toContainEqual({
    name: 'inversion.steps',
    min: 1,
    max: 100_000,
    isWhole: true,
    defaultValue: null,
  });
  expect(model.attribution).toMatchObject({ source: 'measured', stageBounds: [1000, 400, 0] });
  expect(model.attribution.layers[1]).toEqual({ index: 1, name: 'mid', group: 'COARSE' });
  expect(model.attribution.attributes[3]).toEqual({
    attribute: 'LAYOUT',
    stages: [
      { stage: 0, fromTimestep: 1000, untilTimestep: 400, layers: [0, 1] },
      { stage: 1, fromTimestep: 400, untilTimestep: 0, layers: [] },
    ],
  });
});

test('a model shows the samples that its workers have put into storage, and none where they have put none', async () => {
  const storageKey = `models/${FINGERPRINT}/samples/a.png`;
  const bytes = picture();
  await api.services.store.put(storageKey, bytes, bytes.length);
  const person = await signUp(api);
  const ask = '{ models { samples { name picture { url expiresAt } } } }';
  await offer(undefined, { samples: [{ name: 'a red cat', storageKey }] });
  const [sample] = (await person.run(ask)).data.models[0].samples;
  expect(sample.name).toBe('a red cat');
  const answer = await fetch(sample.picture.url);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes);
  await offer();
  expect((await person.run(ask)).data.models[0].samples).toEqual([]);
});

test('a model that was distilled to draw in few steps says how', async () => {
  await offer({ ...PRESETS.turbo, scheduler: 'ddim' });
  const { data } = await (await signUp(api)).run(MODELS);
  const [model] = data.models;
  expect(model.limits).toContainEqual(expect.objectContaining({ name: 'composition.steps', defaultValue: 4 }));
  expect(model.limits).toContainEqual(expect.objectContaining({ name: 'composition.guidance', defaultValue: 1 }));
});

test('an inversion without steps takes those that were tuned on its model', async () => {
  const person = await signUp(api);
  await offer();
  const variables = { imageId: await uploadImage(api, person), libraryId: await createLibrary(person) };
  const { data } = await person.run(START.replace(' steps: 5,', ''), variables);
  expect(data.startInversion.total).toBe(120);
});

test('an inversion without a method takes that of its model, which the model says', async () => {
  const person = await signUp(api);
  const variables = { imageId: await uploadImage(api, person), libraryId: await createLibrary(person) };
  const start = START.replace(' steps: 5,', '').replace('id status', 'id method status');
  const started = async () => (await person.run(start, variables)).data.startInversion;
  await offer(undefined, { defaultMethod: 'reader' });
  expect((await person.run(MODELS)).data.models[0].defaultMethod).toBe('reader');
  expect(await started()).toMatchObject({ method: 'reader', total: 80 });
  await offer();
  expect((await person.run(MODELS)).data.models[0].defaultMethod).toBe('matte');
  expect(await started()).toMatchObject({ method: 'matte', total: 120 });
});

test('a method whose tokens are good before the first step takes none where none are asked for', async () => {
  const person = await signUp(api);
  await offer();
  const variables = { imageId: await uploadImage(api, person), libraryId: await createLibrary(person) };
  const none = START.replace(' steps: 5,', ' steps: 0, method: "matte",');
  const { data } = await person.run(none.replace('"matte"', '"reader"'), variables);
  expect(data.startInversion.total).toBe(0);
  expect((await person.run(none, variables)).data.startInversion.code).toBe('INVALID_INPUT');
});

const COMPOSE_SIZED = `mutation ($width: Int, $height: Int) { composeImages(prompt: "a cat", seeds: [1, 2], scheduler: "ddim", width: $width, height: $height) {
  __typename ... on Composition { id width height } ... on Error { message } } }`;

test('a composition has the size that is asked for, which counts by its area, keeps it when it runs again, and is refused what the model cannot draw', async () => {
  await offer();
  const person = await signUp(api);
  const used = async () =>
    (await person.run('{ usage { kind used } }')).data.usage.find(({ kind }: { kind: string }) => kind === 'PICTURES')
      .used;
  const compose = async (width?: number, height?: number) =>
    (await person.run(COMPOSE_SIZED, { width, height })).data.composeImages;
  expect(await compose()).toMatchObject({ width: 64, height: 64 });
  expect(await used()).toBe(2);
  const wide = await compose(128, 72);
  expect(wide).toMatchObject({ width: 128, height: 72 });
  expect(await used()).toBe(2 + 2 * 3);
  const again = `mutation ($id: ID!) { recompose(compositionId: $id, height: 64) { ... on Composition { width height } } }`;
  expect((await person.run(again, { id: wide.id })).data.recompose).toEqual({ width: 128, height: 64 });
  expect(await used()).toBe(8 + 2 * 2);
  expect(await compose(100)).toMatchObject({ message: expect.stringMatching(/100 x 64 .*multiples of 8/) });
  expect(await compose(136, 128)).toMatchObject({ message: expect.stringMatching(/4 times the area of 64 x 64/) });
  expect(await used()).toBe(12);
});

const sized = (size: number) =>
  START.replace(' steps: 5,', ` steps: 5, size: ${size},`).replace('id status', 'id size status');

test('an inversion brings its picture to the size that is asked for, and each step counts by its area', async () => {
  await offer();
  const person = await signUp(api);
  const variables = { imageId: await uploadImage(api, person), libraryId: await createLibrary(person) };
  expect((await person.run(sized(128), variables)).data.startInversion).toMatchObject({ size: 128, total: 5 });
  const { data } = await person.run('{ usage { kind used } }');
  expect(data.usage).toContainEqual({ kind: 'TRAINING_STEPS', used: 20 });
  expect((await person.run(sized(129), variables)).data.startInversion.message).toMatch(/multiples of 8/);
});

test('tokens that were made under a former fingerprint of a model are its own', async () => {
  const person = await signUp(api);
  await offerModel(api);
  const libraryId = await createLibrary(person);
  const tokenId = await addToken(api, person, libraryId);
  const now = Fingerprint.parse('34'.repeat(32));
  const traits = { size: 64, methods: ['matte'], schedulers: ['dpm-solver++'], hasImageEncoder: false };
  await api.services.operations.withOperations((transaction) =>
    announceModel(transaction, 'worker', 'cpu', {
      fingerprint: now,
      name: 'demo',
      embeddingWidth: 3,
      layers: 2,
      traits: { ...traits, formerFingerprints: [FINGERPRINT] },
    }),
  );
  const modelId = encodeId('Model', now);
  const { data } = await person.run(
    'query ($modelId: ID!) { models { id } tokens(first: 5, modelId: $modelId) { totalCount edges { node { id model { id } } } } }',
    { modelId },
  );
  expect(data.models).toEqual([{ id: modelId }]);
  expect(data.tokens).toEqual({ totalCount: 1, edges: [{ node: { id: tokenId, model: { id: modelId } } }] });
  const composed = await person.run(COMPOSE, { tokenId });
  expect(composed.data.composeImages).toMatchObject({ id: expect.any(String) as string });
});

test('a model of a worker of before has no map, and general defaults', async () => {
  await offerModel(api);
  const { data } = await (await signUp(api)).run(MODELS);
  expect(data.models[0]).toMatchObject({
    family: null,
    pixelsMultiple: null,
    attribution: null,
    defaultMethod: 'matte',
    methodDefaults: [{ method: 'matte', steps: INVERSION_DEFAULTS.steps, minSteps: 1 }],
  });
});
