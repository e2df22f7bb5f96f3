import type { StoredTensor } from '../weights/stored.ts';
import { readValues } from '../weights/read.ts';
import type { Weights } from '../weights/weights.ts';
import type { Family, Json, Prediction, SourceOptions } from './source.ts';

/** The schedule that all of Stable Diffusion was trained with, as the hub's scheduler_config.json files have it. */
const schedule: Json = {
  _class_name: 'DDIMScheduler',
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  beta_start: 0.00085,
  clip_sample: false,
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  steps_offset: 1,
  timestep_spacing: 'leading',
};

/** Where Stable Diffusion 2.x at 768 pixels, which predicts velocity, differs visibly from that at 512. */
const TELLING_BIAS = 'up_blocks.3.attentions.2.transformer_blocks.0.norm1.bias';
const TELLING_DEVIATION = 0.09;

interface Contents {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly unet: Weights;
}

/**
 * What a one-file checkpoint was trained to predict. Few say it: by a tensor named `v_pred` (with `ztsnr` for a schedule that
 * ends in pure noise), or by `modelspec.prediction_type`. For 2.x, whose both kinds have the same names and shapes, the
 * spread of one bias tells them apart, as ComfyUI found; that is a guess, and said.
 */
export function guessPrediction(
  path: string,
  family: Family,
  { tensors, metadata, unet }: Contents,
  { prediction }: SourceOptions,
): { schedulerConfig: Json; notes: string[]; isLarge: boolean } {
  const notes: string[] = [];
  const said = saidPrediction(tensors, metadata);
  let guessed: Prediction = 'epsilon';
  if (family === 'sd2' && prediction === undefined && said === undefined) {
    guessed = deviation(unet) > TELLING_DEVIATION ? 'v_prediction' : 'epsilon';
    const [is, other] = guessed === 'epsilon' ? ['noise', 'v_prediction'] : ['velocity', 'epsilon'];
    notes.push(
      `${path} does not say what it predicts; judged by its weights it predicts ${is}. If pictures come out as noise, say prediction ${other}.`,
    );
  }
  const prediction_type = prediction ?? said ?? guessed;
  const endsInNoise = prediction_type === 'v_prediction' && tensors.has('ztsnr');
  const ending = endsInNoise ? { rescale_betas_zero_snr: true, timestep_spacing: 'trailing' } : {};
  return {
    schedulerConfig: { ...schedule, ...ending, prediction_type },
    notes,
    isLarge: family === 'sd2' && prediction_type === 'v_prediction',
  };
}

function saidPrediction(
  tensors: ReadonlyMap<string, StoredTensor>,
  metadata: Readonly<Record<string, string>>,
): Prediction | undefined {
  if (tensors.has('v_pred')) return 'v_prediction';
  const said = metadata['modelspec.prediction_type']?.toLowerCase();
  if (said === 'epsilon') return 'epsilon';
  return said === 'v' || said === 'v_prediction' ? 'v_prediction' : undefined;
}

/** Standard deviation of the telling bias; 0 where there is none. */
function deviation(unet: Weights): number {
  if (!unet.has(TELLING_BIAS)) return 0;
  const [count = 0] = unet.dims(TELLING_BIAS);
  const values = readValues(unet.get(TELLING_BIAS), 0, count);
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
}
