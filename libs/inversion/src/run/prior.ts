import { generate, type DiffusionModel, type Tensor } from '@facet/diffusion';
import { planPrompt, type PromptPlan } from '../plan/plan.ts';
import type { InversionSettings } from './settings.ts';

/**
 * Pictures of the class as the frozen model draws them, by which training is held to what the class word meant before: prior
 * preservation (Ruiz et al. 2022).
 */
export interface Prior {
  readonly plan: PromptPlan;
  /** Latents `[priorPictures, channels, h, w]`. */
  readonly latents: Tensor;
}

/**
 * Draws the class pictures of a run, a function of model, prompt, seed and size. They are kept as the latents that they were
 * drawn as: decoding and encoding them again would change them by the autoencoder's error and nothing else.
 */
export async function drawPrior(
  model: DiffusionModel,
  prompt: string,
  { seed, priorPictures }: InversionSettings,
  { height, width }: { readonly height: number; readonly width: number },
  signal: AbortSignal | undefined,
): Promise<Prior> {
  const { latents } = await generate(model, {
    prompt,
    seeds: Array.from({ length: priorPictures }, (_, i) => seed + i),
    height,
    width,
    ...(signal === undefined ? {} : { signal }),
  });
  return {
    plan: planPrompt(prompt, {}, model.layers.length, model.tokenizer, model.pooledWidth !== undefined),
    latents,
  };
}
