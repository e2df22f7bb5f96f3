import { FacetError } from '@facet/base';
import { ModelRegistry, sideFolder, type RegisteredModel } from '@facet/diffusion';
import { defaultMethod } from '@facet/inversion';
import { existsSync } from 'node:fs';
import type { Result } from '../../report/reporter.ts';
import { tableLines } from '../../report/table.ts';
import { FAMILIES, gigabytes, millions } from './model-figures.ts';

/** The list of models, and which of them are not where they were. */
export function listModels(): Result {
  const registry = new ModelRegistry();
  const models = registry
    .list()
    .map((model) => Object.assign(model, { isThere: existsSync(model.path), defaultMethod: methodOf(model) }));
  const table = tableLines<(typeof models)[number]>(
    {
      Name: ({ name }) => name,
      Family: ({ measured }) => FAMILIES[measured.family],
      Size: ({ measured }) => gigabytes(measured.bytes),
      Parameters: ({ measured }) => millions(measured.parameters),
      Pixels: ({ measured }) => String(measured.pixels),
      Predicts: ({ measured }) => measured.prediction,
      Preset: ({ measured }) => measured.preset ?? '-',
      'Inverts by': (model) => model.defaultMethod ?? 'reader (damaged)',
      Path: ({ path, isThere }) => `${path}${isThere ? '' : ' (is not there)'}`,
    },
    models,
  );
  return {
    lines: models.length === 0 ? ['No models were added; `facet models add <file or folder>` adds one.'] : table,
    data: { command: 'models list', folder: registry.folder, models },
  };
}

/** By which method it inverts now: a reader may have been trained since it was added, and damaged, which only its model's use stops. */
function methodOf({ path, measured: { fingerprint } }: RegisteredModel): string | undefined {
  try {
    return defaultMethod({ directory: sideFolder(path), fingerprint });
  } catch (error) {
    if (error instanceof FacetError) return undefined;
    throw error;
  }
}

/** Takes a name off the list. */
export function removeModel(name: string): Result {
  const model: RegisteredModel = new ModelRegistry().remove(name);
  return {
    lines: [`Removed ${name} from the list; ${model.path} is as it was.`],
    data: { command: 'models remove', ...model },
  };
}
