import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { recipeOf, schedulerConfig, writeTensors, type Dtype } from '@facet/models/testing';

/** Families of the real size, and a small one of which a whole run takes a minute on a CPU. */
export const KINDS = ['sd1', 'sdxl', 'small'] as const;
export type Kind = (typeof KINDS)[number];

/** Names and shapes of the tensors of each network of a diffusers folder. */
type Parts = ReturnType<typeof recipeOf>['parts'];

/** Numbers are drawn once and repeated. The length is prime, so that no two rows of a matrix are alike. */
const DRAWN = 1_000_003;

/** Writes a model with random weights as a diffusers folder, without Python and without a network. */
export function writeRandomModel(folder: string, kind: Kind, dtype: Dtype): void {
  const uniform = draw();
  const json = (path: string, value: unknown): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(value));
  };
  for (const [part, { config, tensors }] of Object.entries(partsOf(kind))) {
    json(`${part}/config.json`, config);
    const file = part === 'unet' || part === 'vae' ? 'diffusion_pytorch_model' : 'model';
    let at = 0;
    const contents = tensors.map(([name, shape]) => ({
      name,
      shape,
      data: () => {
        const data = filled(name, shape, uniform, at);
        at += data.length;
        return data;
      },
    }));
    writeTensors(join(folder, part, `${file}.safetensors`), contents, dtype);
  }
  json('scheduler/scheduler_config.json', schedulerConfig);
  // Written last: its presence says that the folder is complete.
  json('model_index.json', { _class_name: `StableDiffusion${kind === 'sdxl' ? 'XL' : ''}Pipeline` });
}

/** tools/golden/full_shapes.py writes those of the real size. */
function partsOf(kind: Kind): Parts {
  if (kind === 'small') {
    const { image_encoder: _unused, ...parts } = recipeOf('sd1').parts;
    return parts;
  }
  const path = join(import.meta.dirname, '../../data', `${kind}.json.gz`);
  return (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { parts: Parts }).parts;
}

/** Uniform in [-1, 1), from a generator with a fixed seed (a linear congruence's upper bits). */
function draw(): Float32Array {
  let state = 1;
  return Float32Array.from({ length: DRAWN }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}

/** Matrices and kernels that keep the size of what passes, scales of 1, biases of 0. */
function filled(name: string, shape: readonly number[], uniform: Float32Array, start: number): Float32Array {
  const count = shape.reduce((product, dim) => product * dim, 1);
  if (shape.length < 2) return new Float32Array(count).fill(name.endsWith('weight') ? 1 : 0);
  const scale = Math.sqrt(3 / (count / shape[0]!));
  return Float32Array.from({ length: count }, (_, at) => uniform[(start + at) % DRAWN]! * scale);
}
