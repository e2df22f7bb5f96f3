import { ATTRIBUTES, SCHEDULERS, type SchedulerName } from '@facet/base';
import { encodePng, generate, type DiffusionModel } from '@facet/diffusion';
import {
  compose,
  decodeTokenFile,
  identityOf,
  InversionError,
  makeRecipe,
  RECIPE_KEYWORD,
  type Composition,
} from '@facet/inversion';
import type { DrawJob, DrawProgress, DrawResult } from './jobs.ts';

/** Draws the seeds in one batch. @throws SamplingError `cancelled` once the signal fires, and what the engine throws */
export async function draw(
  model: DiffusionModel,
  job: DrawJob,
  signal: AbortSignal,
  onProgress: (progress: DrawProgress) => void,
): Promise<DrawResult> {
  const composition = compositionOf(job);
  const { negativePrompt, steps, guidance, width, height } = job;
  const seeds = [...job.seeds];
  const sampling = { negativePrompt, seeds, steps, guidance, scheduler: schedulerOf(job.scheduler), width, height };
  const prompt = await compose(model, composition);
  const { pictures } = await generate(model, {
    prompt,
    ...sampling,
    batchSize: seeds.length,
    signal,
    onStep: ({ step, of }) => onProgress({ step, of }),
  });
  const identity = identityOf(model);
  const size = pictures.data.length / seeds.length;
  const files: Uint8Array[] = [];
  for (const index of seeds.keys()) {
    const picture = { data: pictures.data.slice(index * size, (index + 1) * size), dims: [1, 3, height, width] };
    const recipe = JSON.stringify(makeRecipe(identity, composition, { ...sampling, index }));
    files.push(...(await encodePng(picture, { [RECIPE_KEYWORD]: recipe })));
  }
  return { pictures: files };
}

function compositionOf({ tokens, words, prompt }: DrawJob): Composition {
  const uses = ATTRIBUTES.flatMap((attribute) => {
    const use = tokens[attribute];
    if (use === undefined) return [];
    const { tokenFile, ...rest } = use;
    return [[attribute, { set: decodeTokenFile(tokenFile, `the ${attribute} token`), ...rest }]];
  });
  return { tokens: Object.fromEntries(uses), words, ...(prompt === null ? {} : { prompt }) };
}

function schedulerOf(name: string): SchedulerName {
  const known = SCHEDULERS.find((scheduler) => scheduler === name);
  if (known === undefined)
    throw new InversionError('invalid-input', `There is no scheduler "${name}"; there are ${SCHEDULERS.join(', ')}.`);
  return known;
}
