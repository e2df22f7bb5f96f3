import { PRESETS, type PresetName } from '@facet/base';
import { basename } from 'node:path';
import type { Json } from './source.ts';

/** How a few-step model was recognised, and the schedule that it was distilled for. */
export interface FoundPreset {
  readonly preset: PresetName | undefined;
  readonly schedulerConfig: Json;
  readonly notes: readonly string[];
}

/** What is asked of a model that was distilled to draw in few steps. */
export interface PresetQuestion {
  readonly schedulerConfig: Json;
  /** The model, and LoRA files that are merged into it. */
  readonly paths: readonly string[];
  readonly given?: PresetName | 'none' | undefined;
}

/**
 * Whether a model is one of those that draw in few steps without guidance. Their weights look like all others, so it is told by
 * what somebody says; by the scheduler of a folder, LCM's own or Euler's with steps that trail, as Turbo's are; else by a name,
 * which is said as a guess.
 */
export function findPreset({ schedulerConfig, paths, given }: PresetQuestion): FoundPreset {
  const said = given ?? presetOfSchedule(schedulerConfig);
  if (said === 'none') return { preset: undefined, schedulerConfig, notes: [] };
  if (said !== undefined) return found(said, schedulerConfig, []);
  const named = paths.map(presetInName).find((each) => each !== undefined);
  if (named === undefined) return { preset: undefined, schedulerConfig, notes: [] };
  const { steps, guidance, scheduler } = PRESETS[named];
  const note = `By its name this is a ${named} model, so it draws in ${steps} steps by ${scheduler} at guidance ${guidance} where nothing else is said. If it is none, say preset none.`;
  return found(named, schedulerConfig, [note]);
}

const found = (preset: PresetName, schedulerConfig: Json, notes: readonly string[]): FoundPreset => ({
  preset,
  // Few steps must begin at pure noise, which steps that lead never see.
  schedulerConfig: preset === 'lcm' ? schedulerConfig : { ...schedulerConfig, timestep_spacing: 'trailing' },
  notes,
});

function presetOfSchedule(config: Json): PresetName | undefined {
  const name = String(config['_class_name'] ?? '');
  if (name === 'LCMScheduler') return 'lcm';
  const trails = config.timestep_spacing === 'trailing' && config.rescale_betas_zero_snr !== true;
  return name.startsWith('Euler') && trails && (config.prediction_type ?? 'epsilon') === 'epsilon'
    ? 'turbo'
    : undefined;
}

function presetInName(path: string): PresetName | undefined {
  const word = /(?<![a-z])(turbo|lightning|lcm)(?![a-z])/i.exec(basename(path))?.[1];
  return word?.toLowerCase() as PresetName | undefined;
}
