import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@facet/safetensors';
import { expect } from 'vitest';
import type { Tensor } from '../src/types.ts';

/** What tools/golden/diffusion_models.py wrote. */
export const goldenFolder = join(import.meta.dirname, 'golden');

/** Reads a file of tensors that PyTorch computed, by name. */
function goldenFile(file: string): (name: string) => Tensor {
  const { tensors } = readSafetensors(readFileSync(join(goldenFolder, file)), file);
  return (name) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`${file} has no '${name}'.`);
    return tensor;
  };
}

/** Of the tiny random models, by tools/golden/diffusion_models.py. */
export const golden = goldenFile('values.safetensors');

/** Of models/demo, by tools/golden/demo_model.py. */
export const goldenDemo = goldenFile('demo.safetensors');

export const goldenLayers = JSON.parse(readFileSync(join(goldenFolder, 'layers.json'), 'utf8')) as string[];

export type Variant = 'torchscript17' | 'dynamo18' | 'half14';

/** A temporary model folder: the complete one, with the parts that the variant exported differently laid over it. */
export function modelFolder(variant: Variant = 'torchscript17'): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'facet-model-'));
  cpSync(join(goldenFolder, 'torchscript17'), path, { recursive: true });
  if (variant !== 'torchscript17') cpSync(join(goldenFolder, variant), path, { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A temporary diffusers folder of the same model, in float16. */
export function pipelineFolder(): ReturnType<typeof modelFolder> {
  const path = mkdtempSync(join(tmpdir(), 'facet-pipeline-'));
  cpSync(join(goldenFolder, 'pipeline'), path, { recursive: true });
  for (const part of ['tokenizer', 'scheduler'])
    cpSync(join(goldenFolder, 'torchscript17', part), join(path, part), { recursive: true });
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Largest difference divided by the largest expected magnitude. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let difference = 0;
  let magnitude = 0;
  for (let at = 0; at < expected.length; at++) {
    difference = Math.max(difference, Math.abs(actual[at]! - expected[at]!));
    magnitude = Math.max(magnitude, Math.abs(expected[at]!));
  }
  return difference / magnitude;
}
