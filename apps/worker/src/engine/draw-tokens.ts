import { ATTRIBUTES, type Attribute } from '@facet/base';
import { generate, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { compose, type TokenSet, type TokenUse } from '@facet/inversion';

/** Enough to see where the tokens go; a preview must not cost more than a few optimiser steps. */
const SAMPLING = { seeds: [0], steps: 12, guidance: 3.5, scheduler: 'dpm-solver++' } as const;

type Uses = Partial<Record<Attribute, TokenUse>>;

/** The picture again, `[1, 3, size, size]`: every token at the place of its own attribute, always from the same noise. */
export function drawOwnTokens(model: DiffusionModel, set: TokenSet, signal: AbortSignal): Promise<Tensor> {
  return draw(model, Object.assign({}, ...set.tokens.map(({ name }) => useOf(set, name))) as Uses, signal);
}

/** What one token makes of a prompt that names nothing else, from the same noise. */
export function drawToken(model: DiffusionModel, set: TokenSet, name: string, signal: AbortSignal): Promise<Tensor> {
  return draw(model, useOf(set, name), signal);
}

/** A token of the whole picture stands for the object. */
const useOf = (set: TokenSet, name: string): Uses => ({
  [ATTRIBUTES.find((attribute) => attribute === name) ?? 'object']: { set },
});

async function draw(model: DiffusionModel, tokens: Uses, signal: AbortSignal): Promise<Tensor> {
  const { pictures } = await generate(model, { prompt: await compose(model, { tokens }), ...SAMPLING, signal });
  return pictures;
}
