import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { finalSigma, karrasSigmas, sigmaAt, timestepAt, trainingSigmas } from './sigmas.ts';
import { checkTimesteps, leadingTimesteps, linspaceFromZero, roundHalfEven, trailingTimesteps } from './timesteps.ts';

/** Log of signal over noise, half the log-SNR. */
const lambdaOf = (sigma: number): number => -Math.log(sigma);

/** One of the noise levels of a multistep sampler, in the terms of DPM-Solver. */
export interface Level {
  /** Of the clean latents and of the noise in a sample. */
  readonly signal: number;
  readonly noise: number;
  readonly lambda: number;
}

/** A timestep, and the level that the sampler goes on to from its own. */
export interface Visit {
  readonly timestep: number;
  readonly level: Level;
  readonly next: Level;
}

function levelOf(sigma: number): Level {
  const signal = 1 / Math.hypot(sigma, 1);
  return { signal, noise: sigma * signal, lambda: lambdaOf(sigma) };
}

/** DPM-Solver++ spaces one timestep more than it visits, and drops the last; timesteps below the clip are left out. */
function multistepTimesteps(settings: SchedulerSettings, sigmas: Float64Array, steps: number): number[] {
  const clipped = sigmas.filter((sigma) => lambdaOf(sigma) < settings.lambda_min_clipped).length;
  const last = settings.num_train_timesteps - clipped;
  switch (settings.timestep_spacing) {
    case 'leading':
      return leadingTimesteps(steps + 1, Math.floor(last / (steps + 1)), settings.steps_offset).slice(0, -1);
    case 'trailing':
      return trailingTimesteps(last, settings.num_train_timesteps / steps);
    case 'linspace':
      return linspaceFromZero(last - 1, steps + 1)
        .map(roundHalfEven)
        .reverse()
        .slice(0, -1);
  }
}

/** Where the multistep samplers stop on their way: DPM-Solver++ and UniPC agree on it. */
export function multistepVisits(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Visit[] {
  const training = trainingSigmas(schedule, settings);
  const isKarras = settings.use_karras_sigmas ?? false;
  const spaced = isKarras ? [] : multistepTimesteps(settings, training, steps);
  const sigmas = isKarras
    ? karrasSigmas(training.at(-1) ?? 1, training[0] ?? 1, steps, settings)
    : spaced.map((timestep) => sigmaAt(training, timestep));
  const timesteps = isKarras ? sigmas.map((sigma) => wholeTimestep(settings, training, sigma)) : spaced;
  checkTimesteps(timesteps, steps, schedule.alphasCumprod.length, isKarras);
  const levels = [...sigmas, finalSigma(training, settings)].map((sigma) => levelOf(Math.fround(sigma)));
  return timesteps.map((timestep, i) => ({ timestep, level: levels[i]!, next: levels[i + 1]! }));
}

/** diffusers keeps the fraction for the cosine schedule, and then cuts it off. */
function wholeTimestep(settings: SchedulerSettings, training: Float64Array, sigma: number): number {
  const exact = timestepAt(training, sigma);
  return settings.beta_schedule === 'squaredcos_cap_v2' ? Math.floor(exact) : roundHalfEven(exact);
}
