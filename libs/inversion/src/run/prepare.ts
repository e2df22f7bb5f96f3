import { basename } from 'node:path';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { modelAttributionMap } from '../attribution/load.ts';
import { InversionError } from '../errors.ts';
import { representationOf, weightedMean } from '../losses/representation.ts';
import { defaultMethod } from '../methods/default-method.ts';
import type { MethodLayout } from '../methods/method.ts';
import { methodById } from '../methods/registry.ts';
import { readPicture } from '../reader/read-picture.ts';
import { palette } from '../palette/palette.ts';
import { bestWords, findWords } from '../words/find-words.ts';
import { modelWords } from '../words/load.ts';
import { objectWord } from '../words/object-word.ts';
import { isKnown, meanWordLengths, wordVector } from '../words/vectors.ts';
import type { InversionRequest } from './request.ts';
import { drawPrior } from './prior.ts';
import { resolveSettings, type InversionSettings } from './settings.ts';
import { barePrompts, newTokens, plansOf, trainedLayers, type RunState, type TrainedPairTerm } from './state.ts';
import { newWeights } from './weights.ts';

/** Resolves a request against a model: words, palette, map, latents, initial tokens. Nothing is trained yet. */
export async function prepareRun(model: DiffusionModel, request: InversionRequest): Promise<RunState> {
  const method = methodById(request.method ?? defaultMethod(model));
  const settings = await resolveSettings(model.directory, method.id, request.settings);
  const words = await modelWords(model.directory);
  const map = request.map ?? (await modelAttributionMap(model.directory));
  const colors = words.colors.filter(({ name }) => isKnown(model, name));
  if (colors.length === 0)
    throw new InversionError(
      'invalid-input',
      `The model ${model.directory} knows none of the colour names ${words.colors.map(({ name }) => name).join(', ')} as one token; put names that it knows into words.json.`,
    );
  const found = await findWords(model, request.image, words);
  const object = objectWord(model, found, request.objectWord);
  const mainColors = palette(request.image, colors);
  const layout = method.layout({
    layers: model.layers,
    weights: model.weights,
    map,
    words,
    objectWord: object.word,
    bestWords: bestWords(found),
    palette: mainColors,
    options: settings,
    read:
      method.startsRead || settings.start === 'reader'
        ? await readPicture(model, request.image, found, words)
        : undefined,
  });
  const weights = newWeights(model, layout.trainedWeights);
  const tokens = newTokens(
    model,
    layout,
    map.stageBounds,
    settings.normTarget === 'known-words' ? meanWordLengths(model, words) : undefined,
  );
  return {
    request,
    method,
    settings,
    origin: {
      fingerprint: model.fingerprint,
      modelName: basename(model.directory),
      method: method.id,
      seed: settings.seed,
      imageHash: request.imageHash,
      objectWord: object.word,
      objectWordOrigin: object.origin,
      palette: mainColors,
      map,
      stageBounds: map.stageBounds,
    },
    layout,
    latents: await model.encodeImage(request.image),
    tokens,
    pairTerms: await truths(model, layout, settings.distanceSpace),
    weights,
    prior:
      layout.priorPrompt === undefined || settings.priorWeight === 0
        ? undefined
        : await drawPrior(model, layout.priorPrompt, settings, sizeOf(request.image), request.signal),
    plans: plansOf(model, layout, tokens),
    barePrompts: barePrompts(model, layout),
    layers: trainedLayers(tokens),
    step: 0,
    losses: undefined,
    probes: [],
  };
}

const sizeOf = ({ dims }: Tensor) => ({ height: dims[2]!, width: dims[3]! });

/** The representation of each pair term's truth: the share-weighted mean over its real words. */
async function truths(
  model: DiffusionModel,
  layout: MethodLayout,
  space: InversionSettings['distanceSpace'],
): Promise<TrainedPairTerm[]> {
  const entries = layout.pairTerms.flatMap((term) => term.truth);
  if (entries.length === 0) return [];
  const units =
    space === 'embedding'
      ? entries.map(({ word }) => representationOf(wordVector(model, word)).unit)
      : await encodedUnits(model, entries);
  let next = 0;
  return layout.pairTerms.map((term) => ({
    ...term,
    truthUnit: weightedMean(term.truth.map(({ share }) => ({ unit: units[next++]!, share }))),
  }));
}

/** The text encoder's output for each word: that of its last token, in a prompt of its own. */
async function encodedUnits(model: DiffusionModel, entries: readonly { word: string }[]): Promise<Float64Array[]> {
  const encodings = entries.map(({ word }) => model.tokenizer.encode(word));
  const { hidden } = await model.encodeText(model.embed(encodings.map(({ ids }) => ids)));
  const { contextLength, hiddenWidth } = model;
  return encodings.map(({ length }, i) => {
    // The end token is at length - 1, so the word's last token is the one before it.
    const at = (i * contextLength + length - 2) * hiddenWidth;
    return representationOf(hidden.subarray(at, at + hiddenWidth)).unit;
  });
}
