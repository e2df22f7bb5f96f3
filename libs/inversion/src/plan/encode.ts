import type { ConditioningPlan, DiffusionModel } from '@facet/diffusion';
import type { PromptPlan } from './plan.ts';

/** The vector that stands at an insert, by placeholder and number. */
export type VectorSource = (placeholder: string, vector: number) => Float32Array;

/** Encodes the distinct prompts of a plan once each: what `generate` takes. */
export async function encodePlan(
  model: DiffusionModel,
  plan: PromptPlan,
  vectorOf: VectorSource,
): Promise<ConditioningPlan> {
  const { contextLength, embeddingWidth, hiddenWidth } = model;
  const embeds = model.embed(plan.prompts.map(({ ids }) => ids));
  plan.prompts.forEach(({ inserts }, row) => {
    for (const { position, placeholder, vector } of inserts)
      embeds.set(vectorOf(placeholder, vector), (row * contextLength + position) * embeddingWidth);
  });
  const { hidden, pooled } = await model.encodeText(
    embeds,
    plan.prompts.map(({ end }) => end),
  );
  const size = contextLength * hiddenWidth;
  return {
    stageBounds: plan.stageBounds,
    contexts: plan.prompts.map((_, row) => hidden.slice(row * size, (row + 1) * size)),
    cells: plan.index,
    ...(plan.pooled && pooled && { pooled: plan.pooled.map((row) => rowOf(pooled, row, plan.prompts.length)) }),
  };
}

const rowOf = (data: Float32Array, row: number, rows: number): Float32Array => {
  const size = data.length / rows;
  return data.slice(row * size, (row + 1) * size);
};
