import type { SchedulerName } from '@facet/base';
import { makeAlphaSchedule, type AlphaSchedule } from './alphas.ts';
import { readSettings, type SchedulerSettings } from './config.ts';
import { lcmSteps, tcdSteps } from './consistency.ts';
import { ddimSteps } from './ddim.ts';
import { dpmSolverSteps, sdeDpmSolverSteps } from './dpm-solver.ts';
import { ancestralEulerSteps, eulerSteps } from './euler.ts';
import type { Step } from './step.ts';
import { checkSteps } from './timesteps.ts';
import { unipcSteps } from './unipc.ts';

export interface Scheduler {
  readonly name: SchedulerName;
  readonly schedule: AlphaSchedule;
  /** One entry per call of the network, noisy first. */
  readonly steps: readonly Step[];
  /** The steps from a later one on, for samples that enter there: a multistep sampler has none to look back to then. */
  stepsFrom(begin: number): readonly Step[];
  /** The first sample is gaussian noise times this. */
  readonly initialNoise: number;
}

/** @param begin the step at which samples enter */
type Table = (schedule: AlphaSchedule, settings: SchedulerSettings, steps: number, begin: number) => Step[];

const TABLES: Record<SchedulerName, Table> = {
  ddim: ddimSteps,
  'dpm-solver++': dpmSolverSteps,
  'dpm-solver++-sde': sdeDpmSolverSteps,
  euler: eulerSteps,
  'euler-ancestral': ancestralEulerSteps,
  lcm: lcmSteps,
  tcd: tcdSteps,
  unipc: unipcSteps,
};

function initialNoise(name: SchedulerName, settings: SchedulerSettings, steps: readonly Step[]): number {
  if (name !== 'euler' && name !== 'euler-ancestral') return 1;
  const largest = Math.max(...steps.map((step) => step.entry.noise));
  return settings.timestep_spacing === 'leading' ? Math.hypot(largest, 1) : largest;
}

/**
 * The table of steps of one sampler over a model's noise schedule; the numbers are those of diffusers.
 *
 * @param config the model's `scheduler_config.json`, whichever scheduler it was written for.
 * @throws SchedulerError `unsupported-setting`, `bad-steps`.
 */
export function createScheduler(
  name: SchedulerName,
  config: Readonly<Record<string, unknown>>,
  steps: number,
): Scheduler {
  const settings = readSettings(name, config);
  const schedule = makeAlphaSchedule(settings);
  checkSteps(steps, schedule.alphasCumprod.length);
  const stepsFrom = (begin: number): Step[] => TABLES[name](schedule, settings, steps, begin).slice(begin);
  const table = stepsFrom(0);
  return { name, schedule, steps: table, stepsFrom, initialNoise: initialNoise(name, settings, table) };
}

/** The noise schedule that a model was trained with, for training-like losses. */
export function readAlphaSchedule(config: Readonly<Record<string, unknown>>): AlphaSchedule {
  return makeAlphaSchedule(readSettings('ddim', config));
}
