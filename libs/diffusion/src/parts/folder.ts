import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { OnnxError, openModel, type OnnxModel } from '@facet/onnx';
import { parsePythonJson } from '@facet/models';
import { ModelError } from '../model-error.ts';

/** The networks of a folder, by the names of the folders they lie in. */
export const PARTS = ['text_encoder', 'unet', 'vae_encoder', 'vae_decoder', 'image_encoder'] as const;
export type Part = (typeof PARTS)[number];

export type Json = Readonly<Record<string, unknown>>;

const remedy =
  'A model folder holds text_encoder/, unet/, vae_encoder/ and vae_decoder/ with a model.onnx each, tokenizer/ and ' +
  'scheduler/scheduler_config.json. A diffusers folder or a .safetensors checkpoint loads as it is, without any export.';

/**
 * Checks that a directory is a Stable Diffusion 1.x or 2.x folder as far as its files tell; the graphs are checked when
 * they are read.
 * @throws {ModelError} `missing-file`, `corrupt-file`, `unsupported-model`
 */
export function checkFolder(directory: string): void {
  if (!existsSync(directory)) throw new ModelError('missing-file', `There is no model folder ${directory}. ${remedy}`);
  if (!statSync(directory).isDirectory()) {
    throw new ModelError('missing-file', `${directory} is a file, not a model folder. ${remedy}`);
  }
  const pipeline = String(readOptionalJson(join(directory, 'model_index.json'))?.['_class_name'] ?? '');
  if (existsSync(join(directory, 'text_encoder_2')) || pipeline.includes('XL')) {
    const message = `${directory} is an export of Stable Diffusion XL (two text encoders), which Facet does not read; take its .safetensors checkpoint or diffusers folder, which load as they are.`;
    throw new ModelError('unsupported-model', message);
  }
  if (existsSync(join(directory, 'transformer')) || /StableDiffusion3|Flux|LatentConsistency|Inpaint/.test(pipeline)) {
    const kind = pipeline === '' ? 'a diffusion transformer' : pipeline;
    const message = `${directory} is ${kind}, which Facet does not run; take a Stable Diffusion 1.x or 2.x export.`;
    throw new ModelError('unsupported-model', message);
  }
  for (const part of ['text_encoder', 'unet', 'vae_decoder'] as const) requireFile(partPath(directory, part));
  requireFile(join(directory, 'scheduler', 'scheduler_config.json'));
  if (!existsSync(join(directory, 'tokenizer'))) {
    throw new ModelError('missing-file', `The model folder ${directory} lacks tokenizer/. ${remedy}`);
  }
}

export function partPath(directory: string, part: Part): string {
  return join(directory, part, 'model.onnx');
}

export function hasPart(directory: string, part: Part): boolean {
  return existsSync(partPath(directory, part));
}

/**
 * Reads one network's graph; weights stay on disk, those inside the file too.
 * @throws {ModelError} `missing-file`, `corrupt-file`; `unsupported-model` for a graph that was optimised for one runtime
 */
export function readPart(directory: string, part: Part): OnnxModel {
  const path = partPath(directory, part);
  requireFile(path);
  let model: OnnxModel;
  try {
    model = openModel(path);
  } catch (cause) {
    if (!(cause instanceof OnnxError)) throw cause;
    throw new ModelError('corrupt-file', `${cause.message} Copy the file again or export the model again.`, { cause });
  }
  refuseOptimized(model, path);
  return model;
}

/** What Olive and ONNX Runtime's optimiser write has operators of its own, for which there are no gradients. */
function refuseOptimized({ proto }: OnnxModel, path: string): void {
  const own = proto.graph.node.filter(({ domain }) => domain.startsWith('com.microsoft'));
  if (own.length === 0) return;
  const operators = [...new Set(own.map(({ opType }) => opType))].slice(0, 4).join(', ');
  const message = `${path} was optimised for ONNX Runtime, by Olive or its own optimiser: it has ${own.length} operators of com.microsoft (${operators}), through which no gradient is known. Take the model before that step: an Optimum export, the diffusers folder, or the .safetensors checkpoint.`;
  throw new ModelError('unsupported-model', message);
}

/** A part's `config.json`, or undefined: old exports have none. @throws {ModelError} `corrupt-file` */
export function readConfig(directory: string, part: Part): Json | undefined {
  return readOptionalJson(join(directory, part, 'config.json'));
}

/** A JSON object, or undefined when there is no such file. @throws {ModelError} `corrupt-file` */
export function readOptionalJson(path: string): Json | undefined {
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = parsePythonJson(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new ModelError('corrupt-file', `${path} is not valid JSON: ${String(cause)}. Copy the file again.`, {
      cause,
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ModelError('corrupt-file', `${path} holds no JSON object. Copy the file again.`);
  }
  return value as Json;
}

/** A positive whole number out of a config, or undefined when it says nothing usable. */
export function positiveInteger(config: Json | undefined, key: string): number | undefined {
  const value = config?.[key];
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}

function requireFile(path: string): void {
  if (!existsSync(path)) throw new ModelError('missing-file', `The model lacks ${path}. ${remedy}`);
  if (statSync(path).size === 0) throw new ModelError('corrupt-file', `${path} is empty. Copy the file again.`);
}
