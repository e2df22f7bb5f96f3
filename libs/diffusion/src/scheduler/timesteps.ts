/**
 * Which of the training timesteps a sampler visits: table 2 of Lin et al., "Common Diffusion Noise Schedules and Sample
 * Steps are Flawed" (2023), with the roundings of NumPy, since a timestep off by one changes the picture.
 */
import type { SchedulerSettings } from './config.ts';
import { SchedulerError } from './errors.ts';

/** NumPy rounds halves to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** `count` equally spaced values from 0 to `end`, both included. */
export function linspaceFromZero(end: number, count: number): number[] {
  const step = count > 1 ? end / (count - 1) : 0;
  return Array.from({ length: count }, (_, i) => (i === count - 1 && count > 1 ? end : i * step));
}

/** As `np.arange(start, 0, -step).round() - 1`. */
export function trailingTimesteps(start: number, step: number): number[] {
  const count = Math.ceil(start / step);
  const difference = start - step - start;
  return Array.from({ length: count }, (_, i) => roundHalfEven(start + i * difference) - 1);
}

/** Multiples of `ratio` plus `offset`, largest first. */
export function leadingTimesteps(count: number, ratio: number, offset: number): number[] {
  return Array.from({ length: count }, (_, i) => (count - 1 - i) * ratio + offset);
}

/**
 * The timesteps of a sampler of one step each, largest first.
 * @param round of spaced ones: Euler's method may stop between training timesteps, DDIM may not
 */
export function spacedTimesteps(
  { num_train_timesteps: total, timestep_spacing, steps_offset }: SchedulerSettings,
  steps: number,
  round: (timestep: number) => number,
): number[] {
  switch (timestep_spacing) {
    case 'leading':
      return leadingTimesteps(steps, Math.floor(total / steps), steps_offset);
    case 'trailing':
      return trailingTimesteps(total, total / steps);
    case 'linspace':
      return linspaceFromZero(total - 1, steps)
        .map(round)
        .reverse();
  }
}

/** @throws SchedulerError `bad-steps` */
export function checkSteps(steps: number, trainTimesteps: number): void {
  if (!Number.isInteger(steps) || steps < 1 || steps > trainTimesteps) {
    throw new SchedulerError(
      'bad-steps',
      `${steps} sampling steps were asked for; the schedule allows 1 to ${trainTimesteps} whole steps.`,
    );
  }
}

/**
 * @param mayRepeat with noise levels of their own, several steps may be nearest to one timestep
 * @throws SchedulerError `bad-steps` when spacing and offset lead outside the schedule or visit a timestep twice.
 */
export function checkTimesteps(
  timesteps: readonly number[],
  steps: number,
  trainTimesteps: number,
  mayRepeat = false,
): void {
  const wrong = timesteps.find(
    (timestep, i) =>
      !(timestep >= 0 && timestep <= trainTimesteps - 1) || (!mayRepeat && timestep === timesteps[i - 1]),
  );
  if (wrong !== undefined) {
    throw new SchedulerError(
      'bad-steps',
      `${steps} sampling steps reach timestep ${wrong}, which lies outside the schedule (0 to ${trainTimesteps - 1}) or ` +
        'comes twice; take fewer steps, or see steps_offset and timestep_spacing in scheduler_config.json.',
    );
  }
}
