import type { SourceOptions } from '@facet/models';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { sideFolder } from '../model/side-folder.ts';
import { ModelError } from '../model-error.ts';
import type { RegisteredModel } from './registered-model.ts';
import { ModelRegistry } from './registry.ts';

/** A model as somebody named it: where it lies, and how it is read. */
export interface FoundModel {
  /** A name of the list, or an absolute path: what finds the same model from another folder. */
  readonly reference: string;
  readonly path: string;
  /** The folder with what belongs to it besides its weights. */
  readonly directory: string;
  readonly source: SourceOptions;
  /** Where it is in the list. */
  readonly registered: RegisteredModel | undefined;
}

/**
 * A model by a name of the list, or else by its path: `sd15` is the name where there is one, `./sd15` never is.
 * @param toPath what makes a path absolute
 * @throws {ModelError} `missing-file` for what is neither a name nor a path; what is wrong with a path is for `loadModel` to say
 */
export function findModel(given: string, toPath: (path: string) => string = resolve): FoundModel {
  const registry = new ModelRegistry();
  const registered = registry.get(given);
  if (registered) {
    const { name, path, source } = registered;
    if (existsSync(path))
      return { reference: name, path, directory: sideFolder(path), source: withoutUndefined(source), registered };
    const message = `The model ${name} was added as ${path}, which is not there. Put it back, or remove the name from the list and add the model where it is now.`;
    throw new ModelError('missing-file', message);
  }
  const path = toPath(given);
  if (existsSync(path) || /[/\\]/.test(given))
    return { reference: path, path, directory: sideFolder(path), source: {}, registered: undefined };
  const message = `There is no model "${given}": no such file or folder, and no such name in the list. ${registry.known()}`;
  throw new ModelError('missing-file', message);
}

const withoutUndefined = (source: RegisteredModel['source']): SourceOptions =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined));
