import type { Attribute } from '@facet/base';
import { generate, loadImage, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { compose, type TokenSet } from '@facet/inversion';
import { join } from 'node:path';
import { distances, pictureFacts, type Distances } from './picture-facts.ts';

/** How pictures are drawn: gently, since each prompt names all four attributes. */
export const DRAWING = { steps: 20, guidance: 2, scheduler: 'dpm-solver++' } as const;

/** A prompt of tokens and words, and the render of exactly these values. */
export interface Asked {
  readonly sets: Readonly<Partial<Record<Attribute, TokenSet>>>;
  readonly words: Readonly<Partial<Record<Attribute, string>>>;
  readonly wanted: string;
  readonly seed: number;
}

/** Draws what is asked and measures how far it is from what is wanted, a picture of the folder. */
export async function pictureOff(
  model: DiffusionModel,
  folder: string,
  { sets, words, wanted, seed }: Asked,
  signal: AbortSignal | undefined,
): Promise<Distances> {
  const tokens = Object.fromEntries(Object.entries(sets).map(([attribute, set]) => [attribute, { set }]));
  const prompt = await compose(model, { tokens, words });
  const { pictures } = await generate(model, { prompt, seeds: [seed], ...DRAWING, ...(signal && { signal }) });
  return distances(pictureFacts(pictures), pictureFacts(await pictureOf(model, join(folder, wanted))));
}

/** A picture in the model's own size. */
export function pictureOf(model: DiffusionModel, path: string): Promise<Tensor> {
  const side = model.defaultLatentSize * model.vaeScale;
  return loadImage(path, { width: side, height: side });
}
