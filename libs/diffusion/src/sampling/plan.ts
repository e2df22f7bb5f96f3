import type { DiffusionModel, WeightValues } from '../types.ts';
import { SamplingError } from './errors.ts';
import type { EncodedPrompt } from './prompts.ts';

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
  /** `[stage]`: the pooled vector that conditions the whole U-Net, `[pooledWidth]`; of a model that takes one. */
  readonly pooled?: readonly Float32Array[];
  /** U-Net weights that the picture is drawn with instead of the model's own. */
  readonly weights?: WeightValues;
}

/** A plan that gives one encoded prompt to every layer at every stage. */
export function uniformPlan({ hidden, pooled }: EncodedPrompt, layerCount: number): ConditioningPlan {
  return {
    stageBounds: [1000, 0],
    contexts: [hidden],
    cells: [Array.from({ length: layerCount }, () => 0)],
    ...(pooled && { pooled: [pooled] }),
  };
}

function fail(problem: string): never {
  throw new SamplingError('bad-plan', `The conditioning plan ${problem}.`);
}

/** @throws SamplingError `bad-plan` when the plan does not fit the model. */
export function checkPlan(plan: ConditioningPlan, model: DiffusionModel): void {
  const { stageBounds, contexts, cells, pooled } = plan;
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
  const { pooledWidth } = model;
  const wanted = pooledWidth === undefined ? undefined : cells.map(() => pooledWidth);
  if (pooled?.map(({ length }) => length).join() !== wanted?.join()) {
    fail(
      `has pooled vectors of ${pooled?.map(({ length }) => length).join(', ') || 'no'} numbers; this model takes ${wanted?.join(', ') ?? 'none'}`,
    );
  }
  cells.forEach((row, stage) => {
    if (row.length !== model.layers.length) {
      fail(`has ${row.length} layers in stage ${stage}; this model has ${model.layers.length} cross-attention layers`);
    }
    const missing = row.find((index) => contexts[index] === undefined);
    if (missing !== undefined) fail(`uses context ${missing} in stage ${stage}, but has ${contexts.length}`);
  });
}

/** What conditions the U-Net at a timestep: each layer's context `[contextLength, hiddenWidth]`, and the pooled vector. */
export function conditionAt(
  plan: ConditioningPlan,
  timestep: number,
): { readonly contexts: Float32Array[]; readonly pooled: Float32Array | undefined } {
  const stages = plan.stageBounds.slice(1);
  const found = stages.findIndex((bound) => timestep >= bound);
  const stage = found === -1 ? stages.length - 1 : found;
  const row = plan.cells[stage] ?? [];
  return { contexts: row.map((index) => plan.contexts[index] ?? new Float32Array(0)), pooled: plan.pooled?.[stage] };
}
