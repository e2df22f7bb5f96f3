import { PRESETS, type SamplingPreset } from '@facet/base';
import type { MeasuredModel, RegisteredModel } from '@facet/diffusion';

/** What people call the lines of models. */
export const FAMILIES: Readonly<Record<MeasuredModel['family'], string>> = {
  sd1: 'Stable Diffusion 1.x',
  sd2: 'Stable Diffusion 2.x',
  sdxl: 'Stable Diffusion XL',
};

const PREDICTIONS: Readonly<Record<string, string>> = { epsilon: 'noise', v_prediction: 'velocity' };

/** What a U-Net predicts, in a word and as configurations have it. */
export const predictionText = (prediction: string): string => `${PREDICTIONS[prediction] ?? 'other'} (${prediction})`;

export const gigabytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;

export const millions = (count: number): string => `${(count / 1e6).toFixed(count < 1e8 ? 1 : 0)} M`;

const samplingText = ({ steps, scheduler, guidance }: SamplingPreset): string =>
  `${steps} steps by ${scheduler}, guidance ${guidance}`;

/** What was measured of a model, as lines. */
export function modelFigures({ path, source, measured }: RegisteredModel): string[] {
  const { preset, family, bytes, parameters, storedType, prediction, pixels, pixelsMultiple, layers, fingerprint } =
    measured;
  const { loras = [], ...rest } = source;
  const read = [
    ...Object.entries(rest).map(([key, value]) => `${key} ${value}`),
    ...loras.map((lora) => `lora ${lora.path} at ${lora.strength}`),
  ];
  return [
    `Path         ${path}${read.length === 0 ? '' : ` (${read.join(', ')})`}`,
    `Family       ${FAMILIES[family]}`,
    `Size         ${gigabytes(bytes)}, ${millions(parameters)} parameters, mostly ${storedType.toLowerCase()}`,
    `Predicts     ${predictionText(prediction)}`,
    ...(preset === undefined ? [] : [`Preset       ${preset}: ${samplingText(PRESETS[preset])}`]),
    `Pictures     ${pixels} x ${pixels} pixels, others in multiples of ${pixelsMultiple}`,
    `Layers       ${layers} of cross-attention`,
    `Fingerprint  ${fingerprint}`,
  ];
}
