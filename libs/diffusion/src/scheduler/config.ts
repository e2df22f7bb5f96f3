/**
 * The settings of diffusers' `scheduler_config.json`. A folder's file may have been written for any of diffusers'
 * schedulers; as in diffusers' `from_config`, a scheduler takes the settings it knows, its own defaults for those that
 * are missing, and ignores those that belong to another. A setting that nobody here knows is refused by name, since it
 * may change every picture.
 */
import { SCHEDULERS, type SchedulerName } from '@facet/base';
import { SchedulerError } from './errors.ts';

export type PredictionType = 'epsilon' | 'v_prediction';
export type BetaSchedule = 'linear' | 'scaled_linear' | 'squaredcos_cap_v2';
export type TimestepSpacing = 'leading' | 'trailing' | 'linspace';

/** How the noise grows with the timestep; the same for all schedulers. */
export interface NoiseSettings {
  readonly num_train_timesteps: number;
  readonly beta_start: number;
  readonly beta_end: number;
  readonly beta_schedule: BetaSchedule;
  readonly trained_betas: readonly number[] | null;
  readonly rescale_betas_zero_snr: boolean;
  readonly prediction_type: PredictionType;
}

export interface SchedulerSettings extends NoiseSettings {
  readonly timestep_spacing: TimestepSpacing;
  readonly steps_offset: number;
  /** DDIM: clamp the predicted picture to +-`clip_sample_range` (diffusers' default, meant for pixel models). */
  readonly clip_sample: boolean;
  readonly clip_sample_range: number;
  /** DDIM: whether the step after the last timestep is noiseless (1) or as noisy as timestep 0. */
  readonly set_alpha_to_one: boolean;
  /** DPM-Solver++, UniPC and Euler: the noise level after the last step. */
  readonly final_sigmas_type: 'zero' | 'sigma_min';
  /** DPM-Solver++, UniPC and Euler: noise levels spaced as Karras et al. do, between these bounds where there are any. */
  readonly use_karras_sigmas: boolean | null;
  readonly sigma_min: number | null;
  readonly sigma_max: number | null;
  /** DPM-Solver++ (up to 2) and UniPC. */
  readonly solver_order: 1 | 2 | 3;
  readonly solver_type: 'midpoint' | 'heun' | 'bh1' | 'bh2';
  readonly lower_order_final: boolean;
  /** DPM-Solver++. */
  readonly euler_at_final: boolean;
  readonly lambda_min_clipped: number;
  /** UniPC: the steps after which no sample is corrected. */
  readonly disable_corrector: readonly number[];
  /** Euler. */
  readonly interpolation_type: 'linear' | 'log_linear';
  /** LCM and TCD: the steps that the model was distilled from, and a factor of the timesteps in LCM's boundary condition. */
  readonly original_inference_steps: number;
  readonly timestep_scaling: number;
}

const DEFAULTS: SchedulerSettings = {
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
  trained_betas: null,
  rescale_betas_zero_snr: false,
  prediction_type: 'epsilon',
  timestep_spacing: 'linspace',
  steps_offset: 0,
  clip_sample: true,
  clip_sample_range: 1,
  set_alpha_to_one: true,
  final_sigmas_type: 'zero',
  use_karras_sigmas: false,
  sigma_min: null,
  sigma_max: null,
  solver_order: 2,
  solver_type: 'midpoint',
  lower_order_final: true,
  euler_at_final: false,
  lambda_min_clipped: -Infinity,
  disable_corrector: [],
  interpolation_type: 'linear',
  original_inference_steps: 50,
  timestep_scaling: 10,
};

/** As distilled models are trained; the others' noise settings stand in every file. */
const DISTILLED: Partial<SchedulerSettings> = {
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  clip_sample: false,
};

/** Where diffusers' classes differ from those defaults. */
const OWN_DEFAULTS: Partial<Record<SchedulerName, Partial<SchedulerSettings>>> = {
  ddim: { timestep_spacing: 'leading' },
  lcm: DISTILLED,
  tcd: DISTILLED,
  unipc: { solver_type: 'bh2' },
};

type Check = (value: unknown) => boolean;
const isBoolean: Check = (value) => typeof value === 'boolean';
const isPositive: Check = (value) => typeof value === 'number' && value > 0;
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);

const isBetas: Check = (value) =>
  value === null || (Array.isArray(value) && value.length > 0 && value.every((beta) => typeof beta === 'number'));

const EVERYWHERE = SCHEDULERS;
const DPM: readonly SchedulerName[] = ['dpm-solver++', 'dpm-solver++-sde'];
const MULTISTEP: readonly SchedulerName[] = [...DPM, 'unipc'];
const WITH_SIGMAS: readonly SchedulerName[] = [...MULTISTEP, 'euler'];
const SPACED: readonly SchedulerName[] = [...WITH_SIGMAS, 'ddim', 'euler-ancestral'];
const DISTILLING: readonly SchedulerName[] = ['lcm', 'tcd'];

/** For a solver of another sampler diffusers' `from_config` takes the sampler's own. */
const SOLVERS: Partial<Record<SchedulerName, { readonly own: readonly string[]; readonly instead: string }>> = {
  'dpm-solver++': { own: ['midpoint', 'heun'], instead: 'midpoint' },
  'dpm-solver++-sde': { own: ['midpoint', 'heun'], instead: 'midpoint' },
  unipc: { own: ['bh1', 'bh2'], instead: 'bh2' },
};
const ALL_SOLVERS = ['midpoint', 'heun', 'bh1', 'bh2', 'logrho'];

/** The schedulers that heed a setting, and the values they accept. */
type Rule = Partial<Record<SchedulerName, Check>>;
const rule = (names: readonly SchedulerName[], accepts: Check): Rule =>
  Object.fromEntries(names.map((name) => [name, accepts]));
const orNull =
  (accepts: Check): Check =>
  (value) =>
    value === null || accepts(value);
const isNo = oneOf(false, null);

/** Every known setting. */
const KNOWN: Readonly<Record<string, Rule>> = {
  num_train_timesteps: rule(EVERYWHERE, (value) => isCount(value) && isPositive(value)),
  beta_start: rule(EVERYWHERE, isPositive),
  beta_end: rule(EVERYWHERE, isPositive),
  beta_schedule: rule(EVERYWHERE, oneOf('linear', 'scaled_linear', 'squaredcos_cap_v2')),
  trained_betas: rule(EVERYWHERE, isBetas),
  rescale_betas_zero_snr: rule(EVERYWHERE, isBoolean),
  prediction_type: rule(EVERYWHERE, oneOf('epsilon', 'v_prediction')),
  timestep_spacing: rule(SPACED, oneOf('leading', 'trailing', 'linspace')),
  steps_offset: rule(SPACED, isCount),
  clip_sample: rule(['ddim', 'lcm'], isBoolean),
  clip_sample_range: rule(['ddim', 'lcm'], isPositive),
  set_alpha_to_one: rule(['ddim'], isBoolean),
  thresholding: rule(['ddim', 'lcm', ...MULTISTEP], oneOf(false)),
  final_sigmas_type: rule(WITH_SIGMAS, oneOf('zero', 'sigma_min')),
  use_karras_sigmas: rule(WITH_SIGMAS, orNull(isBoolean)),
  sigma_min: rule(WITH_SIGMAS, orNull(isPositive)),
  sigma_max: rule(WITH_SIGMAS, orNull(isPositive)),
  use_exponential_sigmas: rule(WITH_SIGMAS, isNo),
  use_beta_sigmas: rule(WITH_SIGMAS, isNo),
  use_lu_lambdas: rule(DPM, isNo),
  use_flow_sigmas: rule(MULTISTEP, isNo),
  use_dynamic_shifting: rule(MULTISTEP, oneOf(false)),
  algorithm_type: { 'dpm-solver++': oneOf('dpmsolver++'), 'dpm-solver++-sde': oneOf('dpmsolver++', 'sde-dpmsolver++') },
  solver_order: { ...rule(DPM, oneOf(1, 2)), unipc: oneOf(1, 2, 3) },
  solver_type: rule(MULTISTEP, oneOf(...ALL_SOLVERS)),
  solver_p: { unipc: oneOf(null) },
  predict_x0: { unipc: oneOf(true) },
  disable_corrector: { unipc: (value) => Array.isArray(value) && value.every(isCount) },
  lower_order_final: rule(MULTISTEP, isBoolean),
  euler_at_final: rule(DPM, isBoolean),
  lambda_min_clipped: rule(DPM, (value) => typeof value === 'number'),
  variance_type: rule(DPM, oneOf(null, 'fixed_small', 'fixed_large')),
  interpolation_type: { euler: oneOf('linear', 'log_linear') },
  timestep_type: { euler: oneOf('discrete') },
  original_inference_steps: rule(DISTILLING, (value) => isCount(value) && isPositive(value)),
  timestep_scaling: rule(DISTILLING, isPositive),
};

/** Settings of diffusers' other schedulers, or of branches refused above, that change nothing in ours. */
const IRRELEVANT = new Set([
  'base_image_seq_len',
  'base_shift',
  'corrector_order',
  'dynamic_thresholding_ratio',
  'eta',
  'flow_shift',
  'max_image_seq_len',
  'max_shift',
  'predictor_order',
  'rho',
  's_churn',
  's_max',
  's_min',
  's_noise',
  'sample_max_value',
  'shift',
  'shift_terminal',
  'skip_prk_steps',
  'stochastic_sampling',
  'tau_func',
  'time_shift_type',
]);

/**
 * Reads a `scheduler_config.json` for one scheduler.
 *
 * @throws SchedulerError `unsupported-setting` naming the setting, its value and the scheduler.
 */
export function readSettings(name: SchedulerName, config: Readonly<Record<string, unknown>>): SchedulerSettings {
  const settings: Record<string, unknown> = { ...DEFAULTS, ...OWN_DEFAULTS[name] };
  for (const [key, value] of Object.entries(config)) {
    if (key.startsWith('_') || IRRELEVANT.has(key)) continue;
    const known = KNOWN[key];
    if (known === undefined) {
      throw new SchedulerError(
        'unsupported-setting',
        `The scheduler setting "${key}" (${JSON.stringify(value)}) is not known here and may change every picture; ` +
          'remove it from scheduler_config.json if it does not matter.',
      );
    }
    const accepts = known[name];
    if (accepts === undefined) continue;
    if (!accepts(value)) {
      throw new SchedulerError(
        'unsupported-setting',
        `The scheduler setting "${key}" is ${JSON.stringify(value)}, which the scheduler ${name} does not support${alternatives(known)}.`,
      );
    }
    settings[key] = key === 'solver_type' ? ownSolver(name, value) : value;
  }
  const result = settings as unknown as SchedulerSettings;
  if (result.rescale_betas_zero_snr && result.prediction_type === 'epsilon') {
    throw new SchedulerError(
      'unsupported-setting',
      'The scheduler settings "rescale_betas_zero_snr" and "prediction_type": "epsilon" exclude each other: ' +
        'from pure noise, a prediction of the noise says nothing about the picture.',
    );
  }
  return result;
}

function ownSolver(name: SchedulerName, value: unknown): unknown {
  const solvers = SOLVERS[name];
  return solvers === undefined || solvers.own.includes(String(value)) ? value : solvers.instead;
}

/** Schedulers that take no notice of a setting can be used as it is. */
function alternatives(known: Rule): string {
  const others = SCHEDULERS.filter((scheduler) => known[scheduler] === undefined);
  return others.length === 0 ? '' : `; ${others.join(', ')} take${others.length === 1 ? 's' : ''} no notice of it`;
}
