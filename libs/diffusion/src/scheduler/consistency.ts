import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { SchedulerError } from './errors.ts';
import { predictions, stepAt, type Step } from './step.ts';

/** Of latents, as the distillation assumes. */
const SIGMA_DATA = 0.5;

/** How much of each step TCD takes by noise, its gamma: the paper's choice, and diffusers' default. */
const GAMMA = 0.3;

/** The timesteps that a distilled model was taught, of which as many are taken as there are steps. */
function distilledTimesteps(settings: SchedulerSettings, steps: number): number[] {
  const { num_train_timesteps: total, original_inference_steps: taught } = settings;
  if (steps > taught || taught > total) {
    throw new SchedulerError(
      'bad-steps',
      `${steps} sampling steps were asked for; of the ${taught} that this model was distilled from at most ` +
        `${Math.min(taught, total)} can be taken ("original_inference_steps" in scheduler_config.json).`,
    );
  }
  const apart = Math.floor(total / taught);
  return Array.from({ length: steps }, (_, i) => (taught - Math.floor(i * (taught / steps))) * apart - 1);
}

/** How much of the clean latents and of the noise there is at a timestep. */
function levelOf(schedule: AlphaSchedule, timestep: number) {
  const alpha = schedule.alphasCumprod[timestep] ?? 0;
  return { alpha, signal: Math.sqrt(alpha), noise: Math.sqrt(1 - alpha) };
}

/**
 * Multistep sampling of a latent consistency model: Luo et al., "Latent Consistency Models" (2023), algorithm 3. Each
 * step gives clean latents, which the next one noises anew.
 */
export function lcmSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const timesteps = distilledTimesteps(settings, steps);
  return timesteps.map((timestep, i) => {
    const { signal, noise } = levelOf(schedule, timestep);
    const scaled = timestep * settings.timestep_scaling;
    const square = scaled ** 2 + SIGMA_DATA ** 2;
    const [skip, out] = [SIGMA_DATA ** 2 / square, scaled / Math.sqrt(square)];
    const next = timesteps[i + 1];
    const alpha = next === undefined ? 1 : (schedule.alphasCumprod[next] ?? 1);
    return stepAt(timestep, signal, noise, schedule, {
      clip: settings.clip_sample ? settings.clip_sample_range : undefined,
      fromSample: Math.sqrt(alpha) * skip,
      fromX0: Math.sqrt(alpha) * out,
      fromNoise: Math.sqrt(1 - alpha),
    });
  });
}

/**
 * Strategic stochastic sampling of a trajectory consistency model: Zheng et al., "Trajectory Consistency Distillation"
 * (2024), algorithm 4. Each step goes somewhat further than the next timestep, and comes back by noise.
 */
export function tcdSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const timesteps = distilledTimesteps(settings, steps);
  return timesteps.map((timestep, i) => {
    const { signal, noise } = levelOf(schedule, timestep);
    const { epsilonFromSample, epsilonFromOutput } = predictions(signal, noise, schedule.predictionType);
    const next = timesteps[i + 1] ?? 0;
    // In PyTorch's single precision, since a timestep off by one changes the picture.
    const reached = levelOf(schedule, Math.floor(Math.fround(Math.fround(1 - GAMMA) * next)));
    const back = i === timesteps.length - 1 ? 1 : Math.sqrt(levelOf(schedule, next).alpha / reached.alpha);
    return stepAt(timestep, signal, noise, schedule, {
      fromSample: back * reached.noise * epsilonFromSample,
      fromOutput: back * reached.noise * epsilonFromOutput,
      fromX0: back * reached.signal,
      fromNoise: Math.sqrt(1 - back ** 2),
    });
  });
}
