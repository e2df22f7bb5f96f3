import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { finalSigma, karrasSigmas, sigmaAt, timestepAt, trainingSigmas } from './sigmas.ts';
import { predictions, type Step } from './step.ts';
import { checkTimesteps, leadingTimesteps, linspaceFromZero, trailingTimesteps } from './timesteps.ts';

/** Unlike the other samplers, Euler's may lie between the training timesteps. */
function eulerTimesteps(settings: SchedulerSettings, steps: number): number[] {
  const total = settings.num_train_timesteps;
  switch (settings.timestep_spacing) {
    case 'leading':
      return leadingTimesteps(steps, Math.floor(total / steps), settings.steps_offset);
    case 'trailing':
      return trailingTimesteps(total, total / steps);
    case 'linspace':
      return linspaceFromZero(total - 1, steps)
        .map(Math.fround)
        .reverse();
  }
}

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

/**
 * Euler's method on the probability-flow equation: Karras et al., "Elucidating the Design Space of Diffusion-Based
 * Generative Models" (2022), algorithm 2 without churn. Samples are x0 + sigma * noise, so the network's input is
 * scaled to unit variance.
 */
export function eulerSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const spaced = eulerTimesteps(settings, steps);
  checkTimesteps(spaced, steps, schedule.alphasCumprod.length);
  const training = trainingSigmas(schedule, settings);
  const spacedSigmas = sigmasOfSteps(training, settings, spaced);
  const { timesteps, sigmas } = settings.use_karras_sigmas
    ? karrasVisits(training, settings, spacedSigmas)
    : { timesteps: spaced, sigmas: spacedSigmas.map(Math.fround) };
  return timesteps.map((timestep, i) => {
    const sigma = sigmas[i] ?? 0;
    const ratio = (sigmas[i + 1] ?? 0) / sigma;
    const signal = 1 / Math.hypot(sigma, 1);
    // In variance-preserving terms the network sees signal * x; predictions() speaks of that scaled sample.
    const { x0FromSample, x0FromOutput } = predictions(signal, sigma * signal, schedule.predictionType);
    return {
      timestep,
      inputScale: signal,
      x0FromSample: x0FromSample * signal,
      x0FromOutput,
      clip: undefined,
      // next = x + (x - x0) / sigma * (nextSigma - sigma)
      fromSample: ratio,
      fromOutput: 0,
      fromX0: 1 - ratio,
      fromLastX0: 0,
      entry: { signal: 1, noise: sigma },
    };
  });
}
