import { measureModel, ModelRegistry, type RegisteredModel, type SourceOptions } from '@facet/diffusion';
import { basename } from 'node:path';
import type { CommandContext } from '../../context.ts';
import { CliError } from '../../errors.ts';
import { cacheFolder } from '../../model.ts';
import { reasonOf } from '../../paths.ts';
import type { Result } from '../../report/reporter.ts';
import { modelFigures } from './model-figures.ts';

export interface AddModelOptions {
  /** Absolute. */
  readonly path: string;
  /** Default: what the file or folder is called. */
  readonly name: string | undefined;
  readonly source: SourceOptions;
}

/** Checks and measures a model and puts it into the list. What is none is refused by what it is. */
export async function addModel(
  { reporter }: CommandContext,
  { path, name = basename(path).replace(/\.safetensors$/, ''), source }: AddModelOptions,
): Promise<Result> {
  const registry = new ModelRegistry();
  registry.checkName(name, path);
  reporter.note(`Checking ${path}`);
  const { measured, notes } = await measureModel(path, { source, device: 'cpu', cacheDirectory: cacheFolder() });
  const model: RegisteredModel = { version: 1, name, path, source, addedAt: new Date().toISOString(), measured };
  try {
    registry.put(model);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    throw new CliError('write-failed', `The list of models ${registry.folder} cannot be written: ${reasonOf(cause)}.`, {
      cause,
    });
  }
  for (const note of notes) reporter.note(note);
  return {
    lines: [
      `Added ${name}: use it with --model ${name}, or FACET_MODELS=${name}. Its weights stay where they are.`,
      ...modelFigures(model),
    ],
    data: { command: 'models add', notes, ...model },
  };
}
