import type { AlphaSchedule } from './alphas.ts';
import type { SchedulerSettings } from './config.ts';
import { finalSigma, karrasSigmas, sigmaAt, timestepAt, trainingSigmas } from './sigmas.ts';
import { predictions, type Step } from './step.ts';
import { checkTimesteps, leadingTimesteps, linspaceFromZero, roundHalfEven, trailingTimesteps } from './timesteps.ts';

/** With fewer steps than this, the last one is first order even where the final noise level is not zero. */
const FEW_STEPS = 15;

/** Log of signal over noise, half the log-SNR. */
const lambdaOf = (sigma: number): number => -Math.log(sigma);

/** DPM-Solver++ spaces one timestep more than it visits, and drops the last; timesteps below the clip are left out. */
function dpmTimesteps(settings: SchedulerSettings, sigmas: Float64Array, steps: number): number[] {
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

interface Visits {
  readonly timesteps: readonly number[];
  /** One for each timestep. */
  readonly sigmas: readonly number[];
}

function visits(settings: SchedulerSettings, training: Float64Array, steps: number): Visits {
  if (!settings.use_karras_sigmas) {
    const timesteps = dpmTimesteps(settings, training, steps);
    return { timesteps, sigmas: timesteps.map((timestep) => sigmaAt(training, timestep)) };
  }
  const sigmas = karrasSigmas(training.at(-1) ?? 1, training[0] ?? 1, steps, settings);
  const exact = sigmas.map((sigma) => timestepAt(training, sigma));
  // diffusers keeps the fraction for the cosine schedule, and then cuts it off.
  const toWhole = settings.beta_schedule === 'squaredcos_cap_v2' ? Math.floor : roundHalfEven;
  return { timesteps: exact.map(toWhole), sigmas };
}

/**
 * DPM-Solver++ (2M), the data-prediction multistep solver: Lu et al., "DPM-Solver++: Fast Solver for Guided Sampling of
 * Diffusion Probabilistic Models" (2022), algorithm 2; `heun` and `midpoint` are its two second-order forms.
 */
export function dpmSolverSteps(schedule: AlphaSchedule, settings: SchedulerSettings, steps: number): Step[] {
  const training = trainingSigmas(schedule, settings);
  const visited = visits(settings, training, steps);
  const { timesteps } = visited;
  checkTimesteps(timesteps, steps, schedule.alphasCumprod.length, settings.use_karras_sigmas ?? false);
  const sigmas = [...visited.sigmas, finalSigma(training, settings)].map(Math.fround);
  const count = timesteps.length;
  const firstOrderEnd =
    settings.euler_at_final ||
    (settings.lower_order_final && count < FEW_STEPS) ||
    settings.final_sigmas_type === 'zero';

  return timesteps.map((timestep, i) => {
    const [sigma, next] = [sigmas[i] ?? 0, sigmas[i + 1] ?? 0];
    const signal = 1 / Math.hypot(sigma, 1);
    const nextSignal = 1 / Math.hypot(next, 1);
    const { x0FromSample, x0FromOutput } = predictions(signal, sigma * signal, schedule.predictionType);
    const h = lambdaOf(next) - lambdaOf(sigma);
    // x_next = (noise ratio) x + gain * x0 + bend * (x0 - last x0) / r, with r the ratio of the two step widths.
    const gain = -nextSignal * Math.expm1(-h);
    const isFirstOrder = settings.solver_order === 1 || i === 0 || (i === count - 1 && firstOrderEnd);
    const r = (lambdaOf(sigma) - lambdaOf(sigmas[i - 1] ?? 1)) / h;
    const bend = settings.solver_type === 'midpoint' ? gain / 2 : nextSignal * (Math.expm1(-h) / h + 1);
    const correction = isFirstOrder ? 0 : bend / r;
    return {
      timestep,
      inputScale: 1,
      x0FromSample,
      x0FromOutput,
      clip: undefined,
      fromSample: (next * nextSignal) / (sigma * signal),
      fromOutput: 0,
      fromX0: gain + correction,
      fromLastX0: -correction,
      entry: { signal, noise: sigma * signal },
    };
  });
}
