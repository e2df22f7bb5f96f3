import type { BetaSchedule, NoiseSettings, PredictionType } from './config.ts';

/** The noise of each timestep: z_t = sqrt(a_t) z_0 + sqrt(1 - a_t) noise, a_t = `alphasCumprod[t]`. */
export interface AlphaSchedule {
  readonly alphasCumprod: Float64Array;
  readonly predictionType: PredictionType;
}

// Models were trained with PyTorch's float32 schedule, so its roundings are part of it: they are repeated here with
// fround. PyTorch's cumprod on a CPU multiplies in double and rounds what it stores.
const { fround } = Math;

function linspace(start: number, end: number, count: number): number[] {
  const step = fround((end - start) / (count - 1));
  return Array.from({ length: count }, (_, i) =>
    i < count / 2 ? fround(fround(start) + step * i) : fround(fround(end) - step * (count - 1 - i)),
  );
}

const MAX_BETA = 0.999;

const alphaBar = (t: number): number => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;

/** Nichol and Dhariwal, "Improved Denoising Diffusion Probabilistic Models" (2021), equation 17. */
function cosineBetas(count: number): number[] {
  return Array.from({ length: count }, (_, i) =>
    fround(Math.min(1 - alphaBar((i + 1) / count) / alphaBar(i / count), MAX_BETA)),
  );
}

const BETAS: Record<BetaSchedule, (start: number, end: number, count: number) => number[]> = {
  linear: linspace,
  scaled_linear: (start, end, count) => linspace(start ** 0.5, end ** 0.5, count).map((root) => fround(root * root)),
  squaredcos_cap_v2: (_start, _end, count) => cosineBetas(count),
};

function cumulativeProduct(betas: readonly number[]): Float64Array {
  let product = 1;
  return Float64Array.from(betas, (beta) => fround((product *= fround(1 - beta))));
}

/** Lin et al., "Common Diffusion Noise Schedules and Sample Steps are Flawed" (2023), algorithm 1. */
function rescaleToZeroSnr(betas: readonly number[]): number[] {
  const roots = Array.from(cumulativeProduct(betas), (alpha) => fround(Math.sqrt(alpha)));
  const first = roots[0] ?? 1;
  const last = roots.at(-1) ?? 0;
  const scale = fround(first / fround(first - last));
  const alphaBars = roots.map((root) => fround(fround(fround(root - last) * scale) ** 2));
  return alphaBars.map((alphaBar, t) => fround(1 - (t === 0 ? alphaBar : fround(alphaBar / (alphaBars[t - 1] ?? 1)))));
}

/** The schedule that a model was trained with; `alphasCumprod` falls from about 1 (clean) to about 0 (noise). */
export function makeAlphaSchedule(settings: NoiseSettings): AlphaSchedule {
  const betas =
    settings.trained_betas?.map(fround) ??
    BETAS[settings.beta_schedule](settings.beta_start, settings.beta_end, settings.num_train_timesteps);
  const used = settings.rescale_betas_zero_snr ? rescaleToZeroSnr(betas) : betas;
  return { alphasCumprod: cumulativeProduct(used), predictionType: settings.prediction_type };
}
