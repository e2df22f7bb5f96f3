import { ATTRIBUTES, SAMPLING_DEFAULTS, type SchedulerName } from '@facet/base';
import { generate, samplingFor, type ConditioningPlan, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { basename } from 'node:path';
import { compose } from '../compose/compose.ts';
import { colorClusters } from '../palette/clusters.ts';
import { paletteDistance } from '../palette/distance.ts';
import { palette } from '../palette/palette.ts';
import { probeLosses } from '../probe/probe.ts';
import type { Assessment } from '../tokens/assessment.ts';
import { bestWords, findWords, type FoundWords } from '../words/find-words.ts';
import { modelWords } from '../words/load.ts';
import { promptOf } from '../words/prompts.ts';
import { COLOR_DISTANCE, rampAt, UNLIKENESS } from '../tokens/sureness.ts';
import { probabilityOfBest } from '../words/probability.ts';
import { pictureWarnings } from './warnings.ts';

/** How the model draws what it thinks that it sees: enough to compare with, for less than four optimiser steps. */
const OWN_SAMPLING = {
  seeds: [200, 201, 202, 203],
  steps: 8,
  guidance: 3.5,
  scheduler: SAMPLING_DEFAULTS.scheduler as SchedulerName,
};

export interface AssessOptions {
  /** What the picture shows, as its owner says; then nothing is asked about the object. */
  readonly objectWord?: string | undefined;
  /** Ends within one denoising step, by sampling's error `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * What a model can say of a picture before it is inverted. The best words are drawn by the model itself, and the picture is held
 * against these: whether its colors are theirs, and whether the model denoises it as well as what it has drawn. So nothing has
 * to be known about the model, and no file of thresholds goes with it.
 *
 * @param rgb `[1, 3, height, width]` in [-1, 1], of the model's own size
 */
export async function assessPicture(
  model: DiffusionModel,
  rgb: Tensor,
  { objectWord, signal }: AssessOptions = {},
): Promise<Assessment> {
  const words = await modelWords(model.directory);
  const found = await findWords(model, rgb, words);
  const colors = palette(rgb, words.colors);
  const named = { color: colors[0]!.name, ...bestWords(found), ...(objectWord && { object: objectWord }) };
  const plan = await compose(model, { tokens: {}, words: named });
  const { pictures } = await generate(model, {
    prompt: plan,
    ...samplingFor(model, OWN_SAMPLING),
    ...(signal && { signal }),
  });
  const figures = {
    unlikeness: await unlikeness(model, rgb, pictures, plan),
    colorDistance: colorDistance(rgb, pictures),
  };
  const confident = confidences(model, found, figures, objectWord);
  const about = { modelName: basename(model.directory), prompt: promptOf(words, named), color: colors[0]! };
  return { words: confident, ...figures, warnings: pictureWarnings(confident, figures, about) };
}

/** Of the model's denoising errors under the words, that of the picture over the mean of its own pictures. */
async function unlikeness(model: DiffusionModel, rgb: Tensor, own: Tensor, plan: ConditioningPlan): Promise<number> {
  const [loss] = await probeLosses(model, await model.encodeImage(rgb), plan);
  return loss! / mean(await probeLosses(model, await model.encodeImage(own), plan));
}

/** CIEDE2000 from a picture to the nearest of others: one of several that are drawn may well be off. */
export function colorDistance(rgb: Tensor, others: Tensor): number {
  const clusters = colorClusters(rgb);
  const [count, ...dims] = others.dims as [number, ...number[]];
  const size = others.data.length / count;
  const distances = Array.from({ length: count }, (_, i) =>
    paletteDistance(
      clusters,
      colorClusters({ data: others.data.subarray(i * size, (i + 1) * size), dims: [1, ...dims] }),
    ),
  );
  return Math.min(...distances);
}

/**
 * How sure each word is: which of the words it is, times whether it is one of them at all. Of colors the pixels tell that: what the
 * words draw is near the picture or not, and that another phrase would have done as well (navy, or black and blue) is no doubt.
 */
function confidences(
  model: DiffusionModel,
  found: FoundWords,
  figures: Pick<Assessment, 'unlikeness' | 'colorDistance'>,
  objectWord: string | undefined,
): Assessment['words'] {
  const known = rampAt(figures.unlikeness, UNLIKENESS);
  const entries = ATTRIBUTES.flatMap((attribute) => {
    if (attribute === 'object' && objectWord) return [[attribute, { word: objectWord, confidence: known }] as const];
    const ranking = found[attribute];
    if (ranking === undefined) return [];
    const isIt =
      attribute === 'color'
        ? rampAt(figures.colorDistance, COLOR_DISTANCE)
        : probabilityOfBest(ranking, model.similarityScale());
    return [[attribute, { word: ranking[0]!.word, confidence: isIt * known }] as const];
  });
  return Object.fromEntries(entries);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
