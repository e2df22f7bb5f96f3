import type { DeviceChoice } from '@facet/base';
import { defaultModelDirectory, findModel, loadModel } from '@facet/diffusion';
import type { DiffusionModel, FoundModel } from '@facet/diffusion';
import { belongsTo } from '@facet/inversion';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CommandContext } from './context.ts';
import { userPath } from './paths.ts';

export interface ModelFlags {
  readonly model?: string;
  readonly device?: string;
  /** Side of the pictures, in pixels; default the model's own. */
  readonly size?: number;
}

/**
 * The model that a command works with: `--model`, else FACET_MODELS, each a name of the list, a folder or a checkpoint; else
 * the bundled one.
 */
export function askedModel(given: string | undefined, environment: NodeJS.ProcessEnv = process.env): FoundModel {
  if (given !== undefined) return findModel(given, userPath);
  return findModel(environment.FACET_MODELS || defaultModelDirectory());
}

/** Prepared graphs are kept beside the program, wherever the user happens to be. */
export function cacheFolder({ FACET_CACHE: folder }: NodeJS.ProcessEnv = process.env): string {
  return folder ? resolve(folder) : join(import.meta.dirname, '..', '..', '..', '.facet', 'cache');
}

/** Loads the model for one piece of work and gives its memory back afterwards. */
export async function withModel<T>(
  flags: ModelFlags,
  { reporter }: CommandContext,
  work: (model: DiffusionModel, found: FoundModel) => Promise<T>,
): Promise<T> {
  const found = askedModel(flags.model);
  const { path, source, registered } = found;
  if (existsSync(path)) reporter.note(`Loading the model ${path}`);
  const device = flags.device as DeviceChoice | undefined;
  const cacheDirectory = cacheFolder();
  const model = await loadModel(path, {
    source,
    cacheDirectory,
    ...(device !== undefined && { device }),
    ...(flags.size !== undefined && { size: flags.size }),
  });
  for (const note of model.notes) reporter.note(note);
  if (registered && !belongsTo(registered.measured, model))
    reporter.warn(
      `${path} is another model than the one that was added as ${registered.name}: tokens of that one do not work with it.`,
    );
  try {
    return await work(model, found);
  } finally {
    await model.close();
  }
}
