import { INVERSION_DEFAULTS, PRESETS, type SamplingPreset } from '@facet/base';
import { announceModel, type ModelAttribution } from '@facet/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type TestApi } from './api.ts';
import { signUp } from './client.ts';
import { FINGERPRINT, offerModel, START, uploadImage, createLibrary } from './make.ts';

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

const offer = (sampling?: SamplingPreset): Promise<unknown> => {
  const sizes = { size: 64, sizeMultiple: 8, family: 'sd2', prediction: 'v_prediction' };
  const traits = { ...sizes, methods: ['matte', 'p-plus', 'reader'], schedulers: ['ddim'], hasImageEncoder: true };
  const model = { fingerprint: FINGERPRINT, name: 'demo', embeddingWidth: 3, layers: 2 };
  return api.services.operations.withOperations((transaction) =>
    announceModel(transaction, 'worker', 'cpu', {
      ...model,
      traits: { ...traits, steps: { matte: 120, reader: 0 }, attribution, ...(sampling && { sampling }) },
    }),
  );
};

const MODELS = `{ models { family prediction pixels pixelsMultiple methodDefaults { method steps } defaultScheduler limits { name min max isWhole defaultValue }
  attribution { source note stageBounds layers { index name group }
    attributes { attribute stages { stage fromTimestep untilTimestep layers } } } } }`;

test('a model says where its attributes are decided, what its defaults are, and what numbers may be', async () => {
  await offer();
  const { data } = await (await signUp(api)).run(MODELS);
  const [model] = data.models;
  expect(model).toMatchObject({ family: 'sd2', prediction: 'v_prediction', pixels: 64, pixelsMultiple: 8 });
  expect(model.methodDefaults).toEqual([
    { method: 'matte', steps: 120 },
    { method: 'p-plus', steps: INVERSION_DEFAULTS.steps },
    { method: 'reader', steps: 0 },
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

test('a method whose tokens are good before the first step takes none, unless some are asked for', async () => {
  const person = await signUp(api);
  await offer();
  const variables = { imageId: await uploadImage(api, person), libraryId: await createLibrary(person) };
  const started = START.replace(' steps: 5,', ' steps: 5, method: "reader",');
  const { data: asked } = await person.run(started, variables);
  const { data: unasked } = await person.run(started.replace(' steps: 5,', ''), variables);
  expect([asked.startInversion.total, unasked.startInversion.total]).toEqual([5, 0]);
  const none = started.replace('steps: 5', 'steps: 0').replace('"reader"', '"matte"');
  expect((await person.run(none, variables)).data.startInversion.code).toBe('INVALID_INPUT');
});

test('a model of a worker of before has no map, and general defaults', async () => {
  await offerModel(api);
  const { data } = await (await signUp(api)).run(MODELS);
  expect(data.models[0]).toMatchObject({
    family: null,
    pixelsMultiple: null,
    attribution: null,
    methodDefaults: [{ method: 'matte', steps: INVERSION_DEFAULTS.steps }],
  });
});
