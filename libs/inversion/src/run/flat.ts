import type { DiffusionModel } from '@facet/diffusion';
import { encodePlan } from '../plan/encode.ts';
import { probeLosses } from '../probe/probe.ts';
import type { RunState } from './state.ts';

/** Steps between two looks at the probes: with six of them these cost about as much as half a step. */
const PROBE_EVERY = 10;
/** Looks in a row without gain after which a run has nothing left to learn. */
const PATIENCE = 2;
/** What counts as gain, of the best loss so far. */
const LEAST_GAIN = 0.01;

/**
 * Notes the loss of the run's tokens on the fixed probes. A step's own loss cannot tell when it is flat: it is of other noise and
 * other timesteps each time, which change it more than the tokens do.
 */
export async function lookAtProbes(model: DiffusionModel, run: RunState): Promise<void> {
  const vectors = new Map(run.tokens.map(({ spec, bound }) => [spec.name as string, bound.vectors]));
  const plan = await encodePlan(model, run.plans[0]!, (name, vector) => vectors.get(name)![vector]!);
  const [loss] = await probeLosses(run.weights?.model ?? model, run.latents, plan);
  run.probes.push(loss!);
}

/** Whether the next look is due: before the first step, and every so many. */
export const isLookDue = ({ settings, step, probes }: RunState): boolean =>
  settings.stop === 'flat' && probes.length <= Math.floor(step / PROBE_EVERY);

/** Whether the last looks have brought nothing. */
export function isFlat(probes: readonly number[]): boolean {
  if (probes.length <= PATIENCE) return false;
  const before = Math.min(...probes.slice(0, -PATIENCE));
  return Math.min(...probes.slice(-PATIENCE)) > before * (1 - LEAST_GAIN);
}

/** A run is done after all its steps, or when its probes are flat. That follows from its state, so a resumed run knows it too. */
export const isDone = ({ step, settings, probes }: RunState): boolean => step >= settings.steps || isFlat(probes);
