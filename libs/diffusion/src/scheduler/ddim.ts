import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { predictions, type Step } from './step.ts';
import { checkTimesteps, leadingTimesteps, linspaceFromZero, roundHalfEven, trailingTimesteps } from './timesteps.ts';

function ddimTimesteps(settings: SchedulerSettings, steps: number): number[] {
  const total = settings.num_train_timesteps;
  switch (settings.timestep_spacing) {
    case 'leading':
      return leadingTimesteps(steps, Math.floor(total / steps), settings.steps_offset);
    case 'trailing':
      return trailingTimesteps(total, total / steps);
    case 'linspace':
      return linspaceFromZero(total - 1, steps)
        .map(roundHalfEven)
        .reverse();
  }
}

/** DDIM without added noise (eta 0): Song et al., "Denoising Diffusion Implicit Models" (2020), equation 12. */
export function ddimSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const { alphasCumprod, predictionType } = schedule;
  const timesteps = ddimTimesteps(settings, steps);
  checkTimesteps(timesteps, steps, alphasCumprod.length);
  const afterLast = settings.set_alpha_to_one ? 1 : (alphasCumprod[0] ?? 1);
  const stride = Math.floor(settings.num_train_timesteps / steps);
  return timesteps.map((timestep) => {
    const alpha = alphasCumprod[timestep] ?? 0;
    const nextAlpha = alphasCumprod[timestep - stride] ?? afterLast;
    const [signal, noise, nextNoise] = [Math.sqrt(alpha), Math.sqrt(1 - alpha), Math.sqrt(1 - nextAlpha)];
    const { x0FromSample, x0FromOutput, epsilonFromSample, epsilonFromOutput } = predictions(
      signal,
      noise,
      predictionType,
    );
    return {
      timestep,
      inputScale: 1,
      x0FromSample,
      x0FromOutput,
      clip: settings.clip_sample ? settings.clip_sample_range : undefined,
      fromSample: nextNoise * epsilonFromSample,
      fromOutput: nextNoise * epsilonFromOutput,
      fromX0: Math.sqrt(nextAlpha),
      entry: { signal, noise },
    };
  });
}
