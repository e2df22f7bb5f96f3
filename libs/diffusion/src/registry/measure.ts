import { createScheduler } from '../scheduler/scheduler.ts';
import { loadModel } from '../model/load.ts';
import { describeParts, type PartDescription } from '../model/describe.ts';
import { samplingFor } from '../sampling/sampling-for.ts';
import { pipelineSettings } from '../sampling/generate.ts';
import { encodePrompt } from '../sampling/prompts.ts';
import { ModelError } from '../model-error.ts';
import type { DiffusionModel, LoadOptions } from '../types.ts';
import { SAMPLING_DEFAULTS, type SamplingPreset } from '@facet/base';
import { diskNote } from './disk-note.ts';
import type { MeasuredModel } from './registered-model.ts';

export interface Measurement {
  readonly measured: MeasuredModel;
  /** What the files do not say and was assumed, as sentences for the user. */
  readonly notes: readonly string[];
}

/**
 * Checks that a model can be used: all of its graphs, its schedule, its vocabulary, and what its text encoder makes of a
 * prompt; and measures it. Throws as `loadModel` does, and
 * @throws {SchedulerError} for a schedule that no sampler here follows; {ModelError} `not-finite`
 */
export async function measureModel(path: string, options: LoadOptions): Promise<Measurement> {
  const model = await loadModel(path, options);
  try {
    const parts = describeParts(path, options.source);
    const { scheduler, steps } = samplingFor(model, SAMPLING_DEFAULTS as SamplingPreset);
    createScheduler(scheduler, pipelineSettings(model), steps);
    const { hidden } = await encodePrompt(model, 'a photo');
    if (!hidden.every(Number.isFinite)) {
      const message = `The text encoder of ${path} gives numbers that are not finite: its weights are damaged. Get it again.`;
      throw new ModelError('not-finite', message);
    }
    const { cacheDirectory } = options;
    const note = cacheDirectory ? diskNote(parts, cacheDirectory) : undefined;
    return { measured: figuresOf(model, parts), notes: [...model.notes, ...(note === undefined ? [] : [note])] };
  } finally {
    await model.close();
  }
}

function figuresOf(model: DiffusionModel, parts: readonly PartDescription[]): MeasuredModel {
  const { family, fingerprint, vaeScale } = model;
  const files = new Map(parts.flatMap((part) => part.files.map(({ path, bytes }) => [path, bytes] as const)));
  return {
    family,
    fingerprint,
    bytes: [...files.values()].reduce((sum, bytes) => sum + bytes, 0),
    parameters: parts.reduce((sum, part) => sum + part.parameterCount, 0),
    storedType: parts.find(({ part }) => part === 'unet')!.storedType,
    prediction: predictionOf(model),
    ...(model.preset !== undefined && { preset: model.preset }),
    pixels: model.defaultLatentSize * vaeScale,
    pixelsMultiple: model.latentMultiple * vaeScale,
    layers: model.layers.length,
  };
}

/** What a model's U-Net predicts; schedules of before there were several say nothing. */
export const predictionOf = ({ schedulerConfig }: Pick<DiffusionModel, 'schedulerConfig'>): string =>
  String(schedulerConfig.prediction_type ?? 'epsilon');
