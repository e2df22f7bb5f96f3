import { SAMPLING_DEFAULTS } from '@facet/base';
import { ATTRIBUTES, type Attribute } from '@facet/base';
import { encodePng, generate } from '@facet/diffusion';
import type { DiffusionModel, Tensor } from '@facet/diffusion';
import { compose } from '@facet/inversion';
import type { TokenSet, TokenUse } from '@facet/inversion';
import type { RunFolder } from '../run-folder.ts';

/** Enough to see where the tokens go; a preview must not cost more than a few optimiser steps. */
const previewSteps = 12;

/** Every token of a set at the place of its own attribute; a token of the whole picture stands for the object. */
export function ownTokens(set: TokenSet): Partial<Record<Attribute, TokenUse>> {
  const names = ATTRIBUTES.filter((attribute) => set.tokens.some((token) => token.name === attribute));
  return names.length === 0 ? { object: { set } } : Object.fromEntries(names.map((name) => [name, { set }]));
}

/** Draws the picture again with the tokens so far, always from the same noise, and puts it into the run's folder. */
export function previewMaker(model: DiffusionModel, folder: RunFolder): (tokens: TokenSet) => Promise<Tensor> {
  return async (tokens) => {
    const prompt = await compose(model, { tokens: ownTokens(tokens) });
    const { guidance, scheduler } = SAMPLING_DEFAULTS;
    const { pictures } = await generate(model, { prompt, seeds: [0], steps: previewSteps, guidance, scheduler });
    const [png] = await encodePng(pictures);
    await folder.writePreview(tokens.steps, png!);
    return pictures;
  };
}
