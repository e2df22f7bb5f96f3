import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { finalSigma, sigmaAt, trainingSigmas } from './sigmas.ts';
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

/**
 * Euler's method on the probability-flow equation: Karras et al., "Elucidating the Design Space of Diffusion-Based
 * Generative Models" (2022), algorithm 2 without churn. Samples are x0 + sigma * noise, so the network's input is
 * scaled to unit variance.
 */
export function eulerSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const timesteps = eulerTimesteps(settings, steps);
  checkTimesteps(timesteps, steps, schedule.alphasCumprod.length);
  const training = trainingSigmas(schedule, settings);
  const sigmas = sigmasOfSteps(training, settings, timesteps).map(Math.fround);
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
