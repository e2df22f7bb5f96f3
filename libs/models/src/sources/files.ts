import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { indexSafetensors, SafetensorsError, type SafetensorsIndex } from '@facet/safetensors';
import { SourceError } from '../errors.ts';
import type { StoredTensor } from '../weights/stored.ts';
import { refuseForeignFormat } from './foreign-formats.ts';
import { parsePythonJson } from './python-json.ts';
import type { Json } from './source.ts';

/** The tensors of one or several files, by the names they have there. */
export interface OpenedFiles {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Indexes one file after making sure that it is a safetensors file.
 * @throws {SourceError} `missing-file`, `corrupt-file`, `unsupported-format`
 */
export function openFile(path: string): OpenedFiles {
  if (!existsSync(path)) throw new SourceError('missing-file', `There is no file ${path}.`);
  refuseForeignFormat(path);
  let index: SafetensorsIndex;
  try {
    index = indexSafetensors(path);
  } catch (cause) {
    if (!(cause instanceof SafetensorsError)) throw cause;
    const message = `${cause.message} It is damaged, or its download was cut off: get it again and compare its size.`;
    throw new SourceError('corrupt-file', message, { cause });
  }
  const tensors = new Map([...index.tensors].map(([name, tensor]) => [name, { ...tensor, file: path }]));
  return { tensors, metadata: index.metadata };
}

/**
 * The weights of one network of a diffusers folder: a safetensors file, or several with an index, of a variant.
 * @throws {SourceError} `missing-file`, `corrupt-file`, `unsupported-format`
 */
export function openPart(folder: string, variant: string | undefined): OpenedFiles {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = chooseFile(folder, names, variant);
  if (!found.endsWith('.json')) return openFile(join(folder, found));
  const path = join(folder, found);
  const map = readJson(path).weight_map;
  if (typeof map !== 'object' || map === null)
    throw new SourceError('corrupt-file', `${path} has no weight_map. Copy it again.`);
  const tensors = new Map<string, StoredTensor>();
  const shards = new Map<string, OpenedFiles>();
  for (const [name, file] of Object.entries(map as Record<string, unknown>)) {
    if (typeof file !== 'string' || basename(file) !== file)
      throw new SourceError(
        'corrupt-file',
        `${path} says that ${name} lies in ${JSON.stringify(file)}, which is no file beside it.`,
      );
    const shard = shards.get(file) ?? openFile(join(folder, file));
    shards.set(file, shard);
    const tensor = shard.tensors.get(name);
    if (!tensor)
      throw new SourceError(
        'missing-weight',
        `${join(folder, file)} lacks ${name}, which ${path} expects there. Copy both again.`,
      );
    tensors.set(name, tensor);
  }
  return { tensors, metadata: {} };
}

/** `model.safetensors`, `model.fp16.safetensors`, and both ways in which diffusers has named an index of several files. */
const filePattern = /^(?:diffusion_pytorch_model|model)(?:\.(\w+))?\.safetensors$/;
const indexPattern =
  /^(?:diffusion_pytorch_model|model)\.safetensors(?:\.index(?:\.(\w+))?|(?:\.(\w+))?\.index)\.json$/;

function chooseFile(folder: string, names: readonly string[], wanted: string | undefined): string {
  const variants = new Map<string, string>();
  for (const name of names) {
    const file = filePattern.exec(name);
    const index = file ? undefined : indexPattern.exec(name);
    const variant = file ? file[1] : (index?.[1] ?? index?.[2]);
    if (file || index) variants.set(variant ?? '', name);
  }
  const [only] = variants.values();
  const found =
    wanted === undefined ? (variants.get('') ?? (variants.size === 1 ? only : undefined)) : variants.get(wanted);
  if (found !== undefined) return found;
  if (variants.size > 0) {
    const there = [...variants.keys()].map((each) => each || 'none').join(', ');
    const said = wanted === undefined ? 'several variants and none without' : `no variant '${wanted}'`;
    throw new SourceError('bad-option', `${folder} has ${said}; there are: ${there}. Name one of them as the variant.`);
  }
  const pickle = names.find((name) => /\.(bin|ckpt|pt|pth)$/.test(name));
  if (pickle !== undefined) {
    const message = `${join(folder, pickle)} is a PyTorch pickle, which can hold code and is not read. Get the .safetensors files of the same model (most have them beside).`;
    throw new SourceError('unsupported-format', message);
  }
  const message = `${folder} has no .safetensors file. A diffusers folder holds unet/, vae/ and text_encoder/ with their weights; download the whole of it.`;
  throw new SourceError('missing-file', message);
}

/** A JSON object. @throws {SourceError} `missing-file`, `corrupt-file` */
export function readJson(path: string): Json {
  if (!existsSync(path)) {
    throw new SourceError(
      'missing-file',
      `There is no ${path}. Copy the folder ${dirname(path)} again, with all its files.`,
    );
  }
  let value: unknown;
  try {
    value = parsePythonJson(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new SourceError('corrupt-file', `${path} is not valid JSON. Copy it again.`, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  throw new SourceError('corrupt-file', `${path} holds no JSON object. Copy it again.`);
}

/** The same, or nothing where there is no such file. */
export function readOptionalJson(path: string): Json {
  return existsSync(path) ? readJson(path) : {};
}
