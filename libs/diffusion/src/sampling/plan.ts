import type { DiffusionModel, WeightValues } from '../types.ts';
import { SamplingError } from './errors.ts';

/**
 * What each cross-attention layer is conditioned on at each stage of denoising. The prompts behind it are encoded once
 * each, however many cells use them.
 */
export interface ConditioningPlan {
  /**
   * Timesteps from the noisy end down to 0: [1000, 800, 600, 200, 0] makes four stages, stage s holding the timesteps t
   * with stageBounds[s + 1] <= t < stageBounds[s]. Timesteps above the first bound count as stage 0.
   */
  readonly stageBounds: readonly number[];
  /** Encoded prompts, each `[contextLength, hiddenWidth]`. */
  readonly contexts: readonly Float32Array[];
  /** `[stage][layer]`: the index into `contexts`. */
  readonly cells: readonly (readonly number[])[];
  /** U-Net weights that the picture is drawn with instead of the model's own. */
  readonly weights?: WeightValues;
}

/** A plan that gives one encoded prompt to every layer at every stage. */
export function uniformPlan(context: Float32Array, layerCount: number): ConditioningPlan {
  return { stageBounds: [1000, 0], contexts: [context], cells: [Array.from({ length: layerCount }, () => 0)] };
}

function fail(problem: string): never {
  throw new SamplingError('bad-plan', `The conditioning plan ${problem}.`);
}

/** @throws SamplingError `bad-plan` when the plan does not fit the model. */
export function checkPlan(plan: ConditioningPlan, model: DiffusionModel): void {
  const { stageBounds, contexts, cells } = plan;
  const isFalling = stageBounds.every((bound, i) => i === 0 || bound < (stageBounds[i - 1] ?? bound));
  if (stageBounds.length < 2 || !isFalling || stageBounds.at(-1) !== 0) {
    fail(`has the stage bounds [${stageBounds.join(', ')}], which must fall strictly and end at 0`);
  }
  if (cells.length !== stageBounds.length - 1) {
    fail(`has cells for ${cells.length} stages, but its bounds make ${stageBounds.length - 1}`);
  }
  const size = model.contextLength * model.hiddenWidth;
  contexts.forEach((context, i) => {
    if (context.length !== size) fail(`has ${context.length} numbers in context ${i}; this model takes ${size}`);
  });
  cells.forEach((row, stage) => {
    if (row.length !== model.layers.length) {
      fail(`has ${row.length} layers in stage ${stage}; this model has ${model.layers.length} cross-attention layers`);
    }
    const missing = row.find((index) => contexts[index] === undefined);
    if (missing !== undefined) fail(`uses context ${missing} in stage ${stage}, but has ${contexts.length}`);
  });
}

/** The context of each layer at a timestep, each `[contextLength, hiddenWidth]`. */
export function contextsAt(plan: ConditioningPlan, timestep: number): Float32Array[] {
  const stages = plan.stageBounds.slice(1);
  const stage = stages.findIndex((bound) => timestep >= bound);
  const row = plan.cells[stage === -1 ? stages.length - 1 : stage] ?? [];
  return row.map((index) => plan.contexts[index] ?? new Float32Array(0));
}
