import { ATTRIBUTES, type Attribute, SAMPLING_DEFAULTS, type SchedulerName, type TokenName } from '@facet/base';
import { generate, samplingFor, type DiffusionModel, type Tensor } from '@facet/diffusion';
import type { TokenSet } from '../tokens/token-set.ts';
import { compose } from './compose.ts';
import type { TokenUse } from '../recipe/token-use.ts';

/** Enough to see where the tokens go; a preview must not cost more than a few optimiser steps. Always from the same noise. */
const SAMPLING = {
  seeds: [0],
  steps: 12,
  guidance: SAMPLING_DEFAULTS.guidance,
  scheduler: SAMPLING_DEFAULTS.scheduler as SchedulerName,
};

type Uses = Partial<Record<Attribute, TokenUse>>;

/** A token of the whole picture stands for the object. */
const useOf = (set: TokenSet, name: TokenName): Uses => ({
  [ATTRIBUTES.find((attribute) => attribute === name) ?? 'object']: { set },
});

/** The picture again, `[1, 3, size, size]` in [-1, 1]: every token at the place of its own attribute. */
export function drawOwnTokens(model: DiffusionModel, set: TokenSet, signal?: AbortSignal): Promise<Tensor> {
  return draw(model, Object.assign({}, ...set.tokens.map(({ name }) => useOf(set, name))) as Uses, signal);
}

/** What one token of a set makes of a prompt that names nothing else, `[1, 3, size, size]` in [-1, 1]. */
export function drawToken(
  model: DiffusionModel,
  set: TokenSet,
  name: TokenName,
  signal?: AbortSignal,
): Promise<Tensor> {
  return draw(model, useOf(set, name), signal);
}

async function draw(model: DiffusionModel, tokens: Uses, signal: AbortSignal | undefined): Promise<Tensor> {
  const prompt = await compose(model, { tokens });
  const { pictures } = await generate(model, {
    prompt,
    ...samplingFor(model, SAMPLING),
    ...(signal === undefined ? {} : { signal }),
  });
  return pictures;
}
