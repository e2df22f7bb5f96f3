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
  /** DPM-Solver++ and Euler: the noise level after the last step. */
  readonly final_sigmas_type: 'zero' | 'sigma_min';
  /** DPM-Solver++ and Euler: noise levels spaced as Karras et al. do, between these bounds where there are any. */
  readonly use_karras_sigmas: boolean | null;
  readonly sigma_min: number | null;
  readonly sigma_max: number | null;
  /** DPM-Solver++. */
  readonly solver_order: 1 | 2;
  readonly solver_type: 'midpoint' | 'heun';
  readonly lower_order_final: boolean;
  readonly euler_at_final: boolean;
  readonly lambda_min_clipped: number;
  /** Euler. */
  readonly interpolation_type: 'linear' | 'log_linear';
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
  interpolation_type: 'linear',
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

/** What other solvers call theirs; diffusers' `from_config` takes `midpoint` for it (UniPC has `bh2` by default). */
const SOLVERS_OF_OTHERS: readonly unknown[] = ['bh1', 'bh2', 'logrho'];

/** Every known setting: the schedulers that heed it and the values they accept. */
const KNOWN: Readonly<Record<string, { readonly heededBy: readonly SchedulerName[]; readonly accepts: Check }>> = {
  num_train_timesteps: { heededBy: EVERYWHERE, accepts: (value) => isCount(value) && isPositive(value) },
  beta_start: { heededBy: EVERYWHERE, accepts: isPositive },
  beta_end: { heededBy: EVERYWHERE, accepts: isPositive },
  beta_schedule: { heededBy: EVERYWHERE, accepts: oneOf('linear', 'scaled_linear', 'squaredcos_cap_v2') },
  trained_betas: { heededBy: EVERYWHERE, accepts: isBetas },
  rescale_betas_zero_snr: { heededBy: EVERYWHERE, accepts: isBoolean },
  prediction_type: { heededBy: EVERYWHERE, accepts: oneOf('epsilon', 'v_prediction') },
  timestep_spacing: { heededBy: EVERYWHERE, accepts: oneOf('leading', 'trailing', 'linspace') },
  steps_offset: { heededBy: EVERYWHERE, accepts: isCount },
  clip_sample: { heededBy: ['ddim'], accepts: isBoolean },
  clip_sample_range: { heededBy: ['ddim'], accepts: isPositive },
  set_alpha_to_one: { heededBy: ['ddim'], accepts: isBoolean },
  thresholding: { heededBy: ['ddim', 'dpm-solver++'], accepts: oneOf(false) },
  final_sigmas_type: { heededBy: ['dpm-solver++', 'euler'], accepts: oneOf('zero', 'sigma_min') },
  use_karras_sigmas: { heededBy: ['dpm-solver++', 'euler'], accepts: (value) => value === null || isBoolean(value) },
  sigma_min: { heededBy: ['dpm-solver++', 'euler'], accepts: (value) => value === null || isPositive(value) },
  sigma_max: { heededBy: ['dpm-solver++', 'euler'], accepts: (value) => value === null || isPositive(value) },
  use_exponential_sigmas: { heededBy: ['dpm-solver++', 'euler'], accepts: oneOf(false, null) },
  use_beta_sigmas: { heededBy: ['dpm-solver++', 'euler'], accepts: oneOf(false, null) },
  use_lu_lambdas: { heededBy: ['dpm-solver++'], accepts: oneOf(false, null) },
  use_flow_sigmas: { heededBy: ['dpm-solver++'], accepts: oneOf(false, null) },
  use_dynamic_shifting: { heededBy: ['dpm-solver++'], accepts: oneOf(false) },
  algorithm_type: { heededBy: ['dpm-solver++'], accepts: oneOf('dpmsolver++') },
  solver_order: { heededBy: ['dpm-solver++'], accepts: oneOf(1, 2) },
  solver_type: { heededBy: ['dpm-solver++'], accepts: oneOf('midpoint', 'heun', ...SOLVERS_OF_OTHERS) },
  lower_order_final: { heededBy: ['dpm-solver++'], accepts: isBoolean },
  euler_at_final: { heededBy: ['dpm-solver++'], accepts: isBoolean },
  lambda_min_clipped: { heededBy: ['dpm-solver++'], accepts: (value) => typeof value === 'number' },
  variance_type: { heededBy: ['dpm-solver++'], accepts: oneOf(null, 'fixed_small', 'fixed_large') },
  interpolation_type: { heededBy: ['euler'], accepts: oneOf('linear', 'log_linear') },
  timestep_type: { heededBy: ['euler'], accepts: oneOf('discrete') },
};

/** Settings of diffusers' other schedulers, or of branches refused above, that change nothing in ours. */
const IRRELEVANT = new Set([
  'base_image_seq_len',
  'base_shift',
  'corrector_order',
  'disable_corrector',
  'dynamic_thresholding_ratio',
  'eta',
  'flow_shift',
  'max_image_seq_len',
  'max_shift',
  'original_inference_steps',
  'predict_x0',
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
  'solver_p',
  'stochastic_sampling',
  'tau_func',
  'time_shift_type',
  'timestep_scaling',
]);

/**
 * Reads a `scheduler_config.json` for one scheduler.
 *
 * @throws SchedulerError `unsupported-setting` naming the setting, its value and the scheduler.
 */
export function readSettings(name: SchedulerName, config: Readonly<Record<string, unknown>>): SchedulerSettings {
  // These two differ between diffusers' classes; all other defaults agree.
  const settings: Record<string, unknown> = {
    ...DEFAULTS,
    timestep_spacing: name === 'ddim' ? 'leading' : 'linspace',
  };
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
    if (!known.heededBy.includes(name)) continue;
    if (!known.accepts(value)) {
      throw new SchedulerError(
        'unsupported-setting',
        `The scheduler setting "${key}" is ${JSON.stringify(value)}, which the scheduler ${name} does not support${alternatives(known.heededBy)}.`,
      );
    }
    settings[key] = key === 'solver_type' && SOLVERS_OF_OTHERS.includes(value) ? 'midpoint' : value;
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

/** Schedulers that take no notice of a setting can be used as it is. */
function alternatives(heededBy: readonly SchedulerName[]): string {
  const others = SCHEDULERS.filter((scheduler) => !heededBy.includes(scheduler));
  return others.length === 0 ? '' : `; ${others.join(' and ')} take${others.length === 1 ? 's' : ''} no notice of it`;
}
