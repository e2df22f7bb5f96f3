import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { predictions, stepAt, type Step } from './step.ts';
import { checkTimesteps, roundHalfEven, spacedTimesteps } from './timesteps.ts';

/** DDIM without added noise (eta 0): Song et al., "Denoising Diffusion Implicit Models" (2020), equation 12. */
export function ddimSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const { alphasCumprod, predictionType } = schedule;
  const timesteps = spacedTimesteps(settings, steps, roundHalfEven);
  checkTimesteps(timesteps, steps, alphasCumprod.length);
  const afterLast = settings.set_alpha_to_one ? 1 : (alphasCumprod[0] ?? 1);
  const stride = Math.floor(settings.num_train_timesteps / steps);
  return timesteps.map((timestep) => {
    const alpha = alphasCumprod[timestep] ?? 0;
    const nextAlpha = alphasCumprod[timestep - stride] ?? afterLast;
    const [signal, noise, nextNoise] = [Math.sqrt(alpha), Math.sqrt(1 - alpha), Math.sqrt(1 - nextAlpha)];
    const { epsilonFromSample, epsilonFromOutput } = predictions(signal, noise, predictionType);
    return stepAt(timestep, signal, noise, schedule, {
      clip: settings.clip_sample ? settings.clip_sample_range : undefined,
      fromSample: nextNoise * epsilonFromSample,
      fromOutput: nextNoise * epsilonFromOutput,
      fromX0: Math.sqrt(nextAlpha),
    });
  });
}
