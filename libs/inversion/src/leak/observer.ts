import type { DiffusionModel } from '@facet/diffusion';
import { clipObserver } from '../judges/clip-observer.ts';
import type { Observer } from '../judges/observer.ts';
import { openObserver } from '../judges/open-observer.ts';
import { modelWords } from '../words/load.ts';

/**
 * What judges the pictures of a leak report. CLIP also knows the reference's own object word where the lists of
 * words.json lack it: else a teapot would be seen as whatever listed thing it resembles.
 */
export async function openLeakObserver(model: DiffusionModel, objectWord: string): Promise<Observer> {
  const observer = await openObserver(model);
  if (observer.name !== 'clip') return observer;
  const words = await modelWords(model.directory);
  if (words.objects.length === 0 || words.objects.includes(objectWord)) return observer;
  return clipObserver(model, words, { ...observer.words, object: [...words.objects, objectWord] });
}
