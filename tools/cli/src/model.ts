import type { DeviceChoice } from '@facet/base';
import { demoModelDirectory, loadModel } from '@facet/diffusion';
import type { DiffusionModel } from '@facet/diffusion';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandContext } from './context.ts';
import { userPath } from './paths.ts';

export interface ModelFlags {
  readonly model?: string;
  readonly device?: string;
}

/** The model, a folder or a checkpoint, that a command works with: `--model`, else FACET_MODELS, else the demo model. */
export function modelDirectory(given: string | undefined, environment: NodeJS.ProcessEnv = process.env): string {
  if (given !== undefined) return userPath(given);
  const { FACET_MODELS: folder } = environment;
  return folder ? resolve(folder) : demoModelDirectory();
}

/** Prepared graphs are kept beside the program, wherever the user happens to be. */
export function cacheFolder({ FACET_CACHE: folder }: NodeJS.ProcessEnv = process.env): string {
  return folder ? resolve(folder) : join(import.meta.dirname, '..', '..', '..', '.facet', 'cache');
}

/** Loads the model for one piece of work and gives its memory back afterwards. */
export async function withModel<T>(
  flags: ModelFlags,
  context: CommandContext,
  work: (model: DiffusionModel) => Promise<T>,
): Promise<T> {
  const directory = modelDirectory(flags.model);
  if (existsSync(directory)) context.reporter.note(`Loading the model ${directory}`);
  const device = flags.device as DeviceChoice | undefined;
  const cacheDirectory = cacheFolder();
  const model = await loadModel(directory, device === undefined ? { cacheDirectory } : { device, cacheDirectory });
  for (const note of model.notes) context.reporter.note(note);
  try {
    return await work(model);
  } finally {
    await model.close();
  }
}
