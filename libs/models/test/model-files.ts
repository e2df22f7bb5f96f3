import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { bfloat16ToNumber } from '@facet/onnx';
import { readSafetensors, type NamedTensor } from '@facet/safetensors';
import { weightOf } from './numbers.ts';

export type Kind = 'sd1' | 'sd2' | 'sdxl';
export const kinds: readonly Kind[] = ['sd1', 'sd2', 'sdxl'];
export type Dtype = 'F32' | 'F16' | 'BF16';

interface Part {
  readonly config: Record<string, unknown>;
  readonly tensors: readonly (readonly [name: string, shape: readonly number[]])[];
}

export interface Recipe {
  readonly parts: Readonly<Record<string, Part>>;
  readonly checkpoint: readonly CheckpointRow[];
  readonly layers: readonly string[];
}

type CheckpointRow = readonly [
  name: string,
  shape: readonly number[],
  sources: readonly string[],
  how: 'transposed' | null,
];

const goldenFolder = join(import.meta.dirname, 'golden');

export function recipeOf(kind: Kind): Recipe {
  return JSON.parse(gunzipSync(readFileSync(join(goldenFolder, `${kind}.json.gz`))).toString()) as Recipe;
}

/** What diffusers computed with the model. */
export function goldenOf(kind: Kind): (name: string) => NamedTensor {
  const path = join(goldenFolder, `${kind}.safetensors`);
  const { tensors } = readSafetensors(readFileSync(path), path);
  return (name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`${path} has no '${name}'.`);
    return tensor;
  };
}

/** A tensor to write. */
export interface Content {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: Dtype | 'I64';
  /** Left out: zeros, as a hole in the file. */
  readonly data?: () => Float32Array;
}

/** The same tensors without their values, for what only asks for names and shapes. */
export function blank(contents: readonly Content[]): Content[] {
  return contents.map(({ data: _data, ...rest }) => rest);
}

/** The same tensors under other names. */
export function renamed<C extends Content>(contents: readonly C[], rename: (name: string) => string): C[] {
  return contents.map((each) => altered(each, { name: rename(each.name) } as Partial<C>));
}

/** The same tensors but for the one of this name. */
export function replaced<C extends Content>(
  contents: readonly C[],
  name: string,
  change: (old: C) => Partial<Content>,
): C[] {
  return contents.map((each) => (each.name === name ? altered(each, change(each) as Partial<C>) : each));
}

const altered = <C extends Content>(content: C, change: Partial<C>): C => ({ ...content, ...change });

/** Writes a safetensors file tensor by tensor. */
export function writeTensors(
  path: string,
  contents: readonly Content[],
  dtype: Dtype = 'F32',
  metadata?: Record<string, string>,
): void {
  mkdirSync(dirname(path), { recursive: true });
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  let end = 0;
  for (const { name, shape, dtype: own = dtype } of contents) {
    const size = { F32: 4, F16: 2, BF16: 2, I64: 8 }[own] * shape.reduce((product, dim) => product * dim, 1);
    header[name] = { dtype: own, shape, data_offsets: [end, end + size] };
    end += size;
  }
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  const file = openSync(path, 'w');
  try {
    let at = writeSync(file, Buffer.concat([length, json]));
    ftruncateSync(file, at + end);
    for (const { name, data, dtype: own = dtype } of contents) {
      if (data) writeSync(file, encode(data(), own), 0, undefined, at);
      const [start, stop] = (header[name] as { data_offsets: [number, number] }).data_offsets;
      at += stop - start;
    }
  } finally {
    closeSync(file);
  }
}

function encode(data: Float32Array, dtype: Dtype | 'I64'): Uint8Array {
  if (dtype === 'I64') return new Uint8Array(BigInt64Array.from(data, (value) => BigInt(value)).buffer);
  if (dtype === 'F32') return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(dtype === 'F16' ? new Float16Array(data).buffer : Uint16Array.from(data, brainBits).buffer);
}

/** The values that a type of 16 bits keeps of these. */
export function rounded(data: Float32Array, dtype: Dtype): Float32Array {
  if (dtype === 'F32') return data;
  return data.map((value) => (dtype === 'F16' ? Math.f16round(value) : bfloat16ToNumber(brainBits(value))));
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32, rounded to nearest even. */
function brainBits(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}

/** The tensors of one network of the folder form. */
export function partContents(kind: Kind, part: string): Required<Omit<Content, 'dtype'>>[] {
  return recipeOf(kind).parts[part]!.tensors.map(([name, shape]) => ({
    name,
    shape,
    data: () => weightOf(`${part}/${name}`, shape),
  }));
}

/** The tensors of the one-file form. */
export function checkpointContents(kind: Kind): Required<Omit<Content, 'dtype'>>[] {
  const shapes = new Map<string, readonly number[]>();
  for (const [part, { tensors }] of Object.entries(recipeOf(kind).parts))
    for (const [name, shape] of tensors) shapes.set(`${part}/${name}`, shape);
  return recipeOf(kind).checkpoint.map(([name, shape, sources, how]) => ({
    name,
    shape,
    data: () => {
      if (how === 'transposed') return transposed(weightOf(sources[0]!, shape.toReversed()), shape);
      if (sources.length === 1) return weightOf(sources[0]!, shapes.get(sources[0]!) ?? shape);
      const third = [shape[0]! / sources.length, ...shape.slice(1)];
      return Float32Array.from(sources.flatMap((source) => [...weightOf(source, third)]));
    },
  }));
}

/** The rows and columns of a matrix exchanged; `shape` is the result's. */
function transposed(data: Float32Array, [rows = 0, columns = 0]: readonly number[]): Float32Array {
  return Float32Array.from(
    { length: rows * columns },
    (_, at) => data[(at % columns) * rows + Math.floor(at / columns)]!,
  );
}

const pipelines = { sd1: 'StableDiffusionPipeline', sd2: 'StableDiffusionPipeline', sdxl: 'StableDiffusionXLPipeline' };

const fileNames: Readonly<Record<string, string>> = { unet: 'diffusion_pytorch_model', vae: 'diffusion_pytorch_model' };

export interface FolderOptions {
  /** Whether the weights are zeros; see `blank`. */
  readonly isBlank?: boolean;
  readonly dtype?: Dtype;
  /** Such as `fp16`: the files are named so. */
  readonly variant?: string;
  /** Into how many files each network is cut. */
  readonly shards?: number;
}

/** Writes a model as a diffusers folder, without tokenizers. */
export function writeFolder(
  directory: string,
  kind: Kind,
  { isBlank = false, dtype = 'F32', variant, shards = 1 }: FolderOptions = {},
): void {
  const recipe = recipeOf(kind);
  mkdirSync(directory, { recursive: true });
  const json = (path: string, value: unknown): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), JSON.stringify(value));
  };
  json('model_index.json', { _class_name: pipelines[kind] });
  json('scheduler/scheduler_config.json', schedulerConfig);
  for (const [part, { config }] of Object.entries(recipe.parts)) {
    json(`${part}/config.json`, config);
    const base = `${fileNames[part] ?? 'model'}${variant ? `.${variant}` : ''}`;
    const contents = isBlank ? blank(partContents(kind, part)) : partContents(kind, part);
    if (shards === 1) {
      writeTensors(join(directory, part, `${base}.safetensors`), contents, dtype);
      continue;
    }
    const weightMap: Record<string, string> = {};
    for (let shard = 0; shard < shards; shard++) {
      const file = `${base}-${fiveDigits(shard + 1)}-of-${fiveDigits(shards)}.safetensors`;
      const own = contents.filter((_, at) => at % shards === shard);
      for (const { name } of own) weightMap[name] = file;
      writeTensors(join(directory, part, file), own, dtype);
    }
    const index = `${fileNames[part] ?? 'model'}.safetensors.index${variant ? `.${variant}` : ''}.json`;
    json(`${part}/${index}`, { metadata: {}, weight_map: weightMap });
  }
}

const fiveDigits = (count: number): string => String(count).padStart(5, '0');

/** That of Stable Diffusion in every version, as DDIM. */
export const schedulerConfig = {
  _class_name: 'DDIMScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  num_train_timesteps: 1000,
  clip_sample: false,
  set_alpha_to_one: false,
  steps_offset: 1,
  prediction_type: 'epsilon',
};
