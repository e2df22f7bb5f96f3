import { Fingerprint, modelSampleKey } from '@facet/contracts';
import { announceModel, withdrawModels, type ModelSample, type Operations } from '@facet/db';
import { SCHEDULERS } from '@facet/base';
import type { ObjectStore } from '@facet/storage';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { servedMethods } from './activities/inversion/read-inputs.ts';
import { putWhole } from './activities/run/put-whole.ts';
import type { LoadedModel } from './engine/jobs.ts';

/** OFFER_EXPIRES_SECONDS leaves room for three that fail. */
const ANNOUNCE_EVERY_MS = 10_000;

/** Says now and every ten seconds which models this worker holds. Returns the way to withdraw them. */
export async function offerModels(
  { operations, store, log }: { readonly operations: Operations; readonly store: ObjectStore; readonly log: Logger },
  workerId: string,
  models: readonly LoadedModel[],
): Promise<() => Promise<void>> {
  const rows = await Promise.all(models.map(async (model) => rowOf(model, await storedSamples(store, model))));
  const announce = async (): Promise<void> => {
    for (const [at, row] of rows.entries())
      await operations.withOperations((t) => announceModel(t, workerId, models[at]!.device, row));
  };
  await announce();
  const timer = setInterval(
    () => void announce().catch((error: unknown) => log.warn({ err: error }, 'models could not be announced')),
    ANNOUNCE_EVERY_MS,
  );
  return async () => {
    clearInterval(timer);
    await operations.withOperations((t) => withdrawModels(t, workerId));
  };
}

/** Puts a model's samples to where whoever is shown them gets them: the API holds no models. */
const storedSamples = (store: ObjectStore, { fingerprint, samples }: LoadedModel): Promise<ModelSample[]> =>
  Promise.all(
    samples.map(async ({ name, path }) => {
      const bytes = await readFile(path);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const storageKey = modelSampleKey(Fingerprint.parse(fingerprint), sha256);
      await putWhole(store, storageKey, bytes);
      return { name, storageKey };
    }),
  );

const rowOf = (
  {
    fingerprint,
    formerFingerprints,
    name,
    embeddingWidth,
    layers,
    family,
    prediction,
    sampling,
    size,
    sizeMultiple,
    hasImageEncoder,
    hasReader,
    defaultMethod,
    steps,
    minSteps,
    attribution,
    colors,
    card,
  }: LoadedModel,
  samples: readonly ModelSample[],
) => ({
  fingerprint: Fingerprint.parse(fingerprint),
  name,
  embeddingWidth,
  layers,
  traits: {
    formerFingerprints: formerFingerprints.map((each) => Fingerprint.parse(each)),
    family,
    prediction,
    sampling,
    size,
    sizeMultiple,
    methods: servedMethods(hasReader),
    schedulers: SCHEDULERS,
    hasImageEncoder,
    defaultMethod,
    steps,
    minSteps,
    attribution,
    colors,
    card,
    samples,
  },
});
