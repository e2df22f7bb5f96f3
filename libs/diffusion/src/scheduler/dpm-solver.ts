import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { stepAt, type Step } from './step.ts';
import { multistepVisits } from './visits.ts';

/** With fewer steps than this, the last one is first order even where the final noise level is not zero. */
const FEW_STEPS = 15;

type Solver = (schedule: AlphaSchedule, settings: SchedulerSettings, steps: number, begin: number) => Step[];

/**
 * DPM-Solver++ (2M), the data-prediction multistep solver: Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of
 * Diffusion Probabilistic Models" (2022), algorithm 2; `heun` and `midpoint` are its two second-order forms.
 */
export const dpmSolverSteps = solver(1);

/** SDE-DPM-Solver++ (2M), the same with noise in every step: appendix B of the paper. */
export const sdeDpmSolverSteps = solver(2);

/** @param rate how fast clean latents come in: with `exp(-rate * h)`, and noise with what a rate of 2 has over 1 */
function solver(rate: 1 | 2): Solver {
  return (schedule, settings, steps, begin) => {
    const visits = multistepVisits(schedule, settings, steps);
    const firstOrderEnd =
      settings.euler_at_final ||
      (settings.lower_order_final && visits.length < FEW_STEPS) ||
      settings.final_sigmas_type === 'zero';
    return visits.map((visit, i) => {
      const { level, next } = visit;
      const h = next.lambda - level.lambda;
      // x_next = (noise ratio) x + gain * x0 + bend * (x0 - last x0) / r, with r the ratio of the two step widths.
      const gain = -next.signal * Math.expm1(-rate * h);
      const isFirstOrder = settings.solver_order === 1 || i === begin || (i === visits.length - 1 && firstOrderEnd);
      const r = (level.lambda - (visits[i - 1]?.level ?? level).lambda) / h;
      const bend =
        settings.solver_type === 'midpoint' ? gain / 2 : next.signal * (Math.expm1(-rate * h) / (rate * h) + 1);
      const correction = isFirstOrder ? 0 : bend / r;
      return stepAt(visit.timestep, level.signal, level.noise, schedule, {
        fromSample: (next.noise / level.noise) * (rate === 1 ? 1 : Math.exp(-h)),
        fromX0: gain + correction,
        fromEarlierX0: [-correction],
        fromNoise: rate === 1 ? 0 : next.noise * Math.sqrt(-Math.expm1(-2 * h)),
      });
    });
  };
}
