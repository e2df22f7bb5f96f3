import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DiffusionModel } from '@facet/diffusion';
import { InversionError } from '../errors.ts';
import { wordLists } from '../words/lists.ts';
import { modelWords } from '../words/load.ts';
import { clipObserver } from './clip-observer.ts';
import { JUDGE_NAMES, Judges } from './judges.ts';
import type { Observer, ObserverName } from './observer.ts';

async function classifierObserver(directory: string): Promise<Observer> {
  const judges = await Judges.load(directory);
  return {
    name: 'classifiers',
    words: judges.factors,
    observe: async (pictures) =>
      (await judges.judgeBoth(pictures)).map((verdicts) => JUDGE_NAMES.map((name) => verdicts[name])),
    close: () => judges.close(),
  };
}

/**
 * What a model's pictures are judged by: its factor classifiers where it has them, else its CLIP image encoder over the word
 * lists of words.json. `choice` takes one of the two whatever else there is.
 *
 * @throws InversionError `no-judge` naming what is missing
 */
export async function openObserver(model: DiffusionModel, choice?: ObserverName): Promise<Observer> {
  const hasClassifiers = existsSync(join(model.directory, 'classifiers', 'factors.json'));
  if (choice !== 'clip' && hasClassifiers) return classifierObserver(model.directory);
  if (choice === 'classifiers')
    throw new InversionError(
      'no-judge',
      `The model ${model.directory} has no classifiers/factors.json. Judge with its image encoder (--judge clip), or add classifiers.`,
    );
  if (!model.hasImageEncoder)
    throw new InversionError(
      'no-judge',
      `Nothing can judge what the pictures of ${model.directory} show: it has neither factor classifiers (classifiers/) nor a CLIP image encoder with a text projection (image_encoder/). Add one of them.`,
    );
  const words = await modelWords(model.directory);
  // One word alone has no other to be exchanged for.
  return clipObserver(model, words, wordLists(model, words, 2));
}
