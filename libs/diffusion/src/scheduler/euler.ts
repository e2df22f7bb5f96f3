import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { finalSigma, karrasSigmas, sigmaAt, timestepAt, trainingSigmas } from './sigmas.ts';
import { predictions, type Step } from './step.ts';
import { checkTimesteps, spacedTimesteps } from './timesteps.ts';

/** The noise level at each step and after the last one. */
function sigmasOfSteps(training: Float64Array, settings: SchedulerSettings, timesteps: readonly number[]): number[] {
  if (settings.interpolation_type === 'linear') {
    return [...timesteps.map((timestep) => sigmaAt(training, timestep)), finalSigma(training, settings)];
  }
  // diffusers appends its final noise level after the smallest one, where no step reaches it.
  const [low, high] = [Math.log(training[0] ?? 1), Math.log(training.at(-1) ?? 1)];
  const count = timesteps.length;
  return Array.from({ length: count + 1 }, (_, i) => Math.exp(high + ((low - high) * i) / count));
}

/** From the first to the last of the noise levels that would be visited otherwise. */
function karrasVisits(
  training: Float64Array,
  settings: SchedulerSettings,
  spaced: readonly number[],
): { timesteps: number[]; sigmas: number[] } {
  const isLogLinear = settings.interpolation_type === 'log_linear';
  const last = isLogLinear ? spaced.at(-1) : spaced.at(-2);
  const sigmas = karrasSigmas(spaced[0] ?? 1, last ?? 1, spaced.length - 1, settings);
  return {
    timesteps: sigmas.map((sigma) => Math.fround(timestepAt(training, sigma))),
    sigmas: [...sigmas, finalSigma(training, settings)].map(Math.fround),
  };
}

/** What one step of Euler's method does with the clean latents that it sees. */
interface Move {
  /** The noise level that the step goes to, over its own. */
  readonly ratio: number;
  /** The standard deviation of the noise that is added there. */
  readonly noise: number;
}

/** The table of a sampler whose samples are x0 + sigma * noise, so that the network's input is scaled to unit variance. */
function tableOf(
  schedule: AlphaSchedule,
  timesteps: readonly number[],
  sigmas: readonly number[],
  move: (sigma: number, next: number) => Move,
): Step[] {
  return timesteps.map((timestep, i) => {
    const sigma = sigmas[i] ?? 0;
    const { ratio, noise } = move(sigma, sigmas[i + 1] ?? 0);
    const signal = 1 / Math.hypot(sigma, 1);
    // In variance-preserving terms the network sees signal * x; predictions() speaks of that scaled sample.
    const { x0FromSample, x0FromOutput } = predictions(signal, sigma * signal, schedule.predictionType);
    return {
      timestep,
      inputScale: signal,
      x0FromSample: x0FromSample * signal,
      x0FromOutput,
      // next = x + (x - x0) / sigma * (nextSigma - sigma)
      fromSample: ratio,
      fromX0: 1 - ratio,
      fromNoise: noise,
      entry: { signal: 1, noise: sigma },
    };
  });
}

/**
 * Euler's method on the probability-flow equation: Karras et al., "Elucidating the Design Space of Diffusion-Based
 * Generative Models" (2022), algorithm 2 without churn.
 */
export function eulerSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const spaced = spacedTimesteps(settings, steps, Math.fround);
  checkTimesteps(spaced, steps, schedule.alphasCumprod.length);
  const training = trainingSigmas(schedule, settings);
  const spacedSigmas = sigmasOfSteps(training, settings, spaced);
  const { timesteps, sigmas } = settings.use_karras_sigmas
    ? karrasVisits(training, settings, spacedSigmas)
    : { timesteps: spaced, sigmas: spacedSigmas.map(Math.fround) };
  return tableOf(schedule, timesteps, sigmas, (sigma, next) => ({ ratio: next / sigma, noise: 0 }));
}

/**
 * Euler's method with ancestral sampling: each step goes below the next noise level, and noise makes up for it. Song et
 * al., "Score-Based Generative Modeling through Stochastic Differential Equations" (2021), appendix F, as k-diffusion has it.
 */
export function ancestralEulerSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const timesteps = spacedTimesteps(settings, steps, Math.fround);
  checkTimesteps(timesteps, steps, schedule.alphasCumprod.length);
  const training = trainingSigmas(schedule, settings);
  const sigmas = [...timesteps.map((timestep) => sigmaAt(training, timestep)), 0].map(Math.fround);
  return tableOf(schedule, timesteps, sigmas, (sigma, next) => {
    const up = (next * Math.sqrt(sigma ** 2 - next ** 2)) / sigma;
    return { ratio: Math.sqrt(next ** 2 - up ** 2) / sigma, noise: up };
  });
}
