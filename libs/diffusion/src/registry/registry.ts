import { isFileName } from '@facet/base';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { ModelError } from '../model-error.ts';
import { RegisteredModel } from './registered-model.ts';

const ENDING = '.json';

/** Where the list is kept unless it is said: in the workspace, whatever folder a program is started in. */
function registryFolder(): string {
  return resolve(process.env.FACET_REGISTRY || join(import.meta.dirname, '../../../../.facet/models'));
}

/** Models that were added under names, a JSON file each. Their weights stay where they are. */
export class ModelRegistry {
  readonly folder: string;

  constructor(folder: string = registryFolder()) {
    this.folder = folder;
  }

  /** In the order of their names. @throws {ModelError} `corrupt-file` */
  list(): RegisteredModel[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(ENDING))
      .sort()
      .map((file) => this.#read(join(this.folder, file)));
  }

  /** @throws {ModelError} `corrupt-file` */
  get(name: string): RegisteredModel | undefined {
    const path = this.#path(name);
    return isModelName(name) && existsSync(path) ? this.#read(path) : undefined;
  }

  /**
   * Adds a model, or measures one again that has this name and lies in the same place.
   * @throws {ModelError} `bad-argument` when another model has the name, or it is none
   */
  put(model: RegisteredModel): void {
    this.checkName(model.name, model.path);
    mkdirSync(this.folder, { recursive: true });
    const path = this.#path(model.name);
    const part = `${path}.${process.pid}.part`;
    writeFileSync(part, `${JSON.stringify(model, undefined, 2)}\n`);
    renameSync(part, path);
  }

  /** @throws {ModelError} `bad-argument` */
  checkName(name: string, path: string): void {
    if (!isModelName(name)) {
      const message = `"${name}" cannot be the name of a model: a name has no "/", "\\", "${delimiter}" or "@", and does not begin with a dot. Give another with --name.`;
      throw new ModelError('bad-argument', message);
    }
    const there = this.get(name);
    if (there === undefined || there.path === path) return;
    const message = `There is a model ${name} already, ${there.path}. Give another name with --name, or remove that one from the list first.`;
    throw new ModelError('bad-argument', message);
  }

  /** Forgets a name; no file of the model is touched. @throws {ModelError} `bad-argument` when there is none */
  remove(name: string): RegisteredModel {
    const model = this.get(name);
    if (!model) throw new ModelError('bad-argument', `There is no model "${name}" in the list. ${this.known()}`);
    rmSync(this.#path(name));
    return model;
  }

  /** The names, as a sentence for those who meant another. */
  known(): string {
    const names = this.list().map(({ name }) => name);
    return names.length === 0 ? 'It is empty; `facet models add` adds one.' : `It has: ${names.join(', ')}.`;
  }

  #path(name: string): string {
    return join(this.folder, `${name}${ENDING}`);
  }

  #read(path: string): RegisteredModel {
    try {
      return RegisteredModel.parse(JSON.parse(readFileSync(path, 'utf8')));
    } catch (cause) {
      const message = `${path} is no entry of the list of models. Remove the file and add the model again.`;
      throw new ModelError('corrupt-file', message, { cause });
    }
  }
}

const isModelName = (name: string): boolean =>
  isFileName(name) && !name.startsWith('.') && !name.includes('@') && !name.includes(delimiter);
