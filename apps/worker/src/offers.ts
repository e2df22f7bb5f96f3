import { Fingerprint } from '@facet/contracts';
import { announceModel, withdrawModels, type Operations } from '@facet/db';
import { SCHEDULERS } from '@facet/base';
import type { Logger } from 'pino';
import { servedMethods } from './activities/inversion/read-inputs.ts';
import type { LoadedModel } from './engine/jobs.ts';

/** OFFER_EXPIRES_SECONDS leaves room for three that fail. */
const ANNOUNCE_EVERY_MS = 10_000;

/** Says now and every ten seconds which models this worker holds. Returns the way to withdraw them. */
export async function offerModels(
  operations: Operations,
  workerId: string,
  models: readonly LoadedModel[],
  log: Logger,
): Promise<() => Promise<void>> {
  const announce = async (): Promise<void> => {
    for (const model of models)
      await operations.withOperations((t) => announceModel(t, workerId, model.device, rowOf(model)));
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

const rowOf = ({
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
}: LoadedModel) => ({
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
  },
});
