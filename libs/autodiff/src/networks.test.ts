import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createSession, foldModel, readModel } from '@facet/onnx';
import type ort from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { readSafetensors } from '../test/safetensors.ts';
import { buildGradientModel, lowerOperators } from './index.ts';

const folder = join(import.meta.dirname, '../test/golden');
const files = readdirSync(folder).filter((file) => file.endsWith('.onnx'));

/** Largest difference over the largest expected value. */
function relativeError(actual: ort.Tensor, expected: ort.Tensor): number {
  const [a, e] = [actual.data as Float32Array, expected.data as Float32Array];
  expect(actual.dims.map(Number)).toEqual(expected.dims.map(Number));
  let [worst, largest] = [0, 0];
  for (let i = 0; i < e.length; i++) {
    worst = Math.max(worst, Math.abs(a[i]! - e[i]!));
    largest = Math.max(largest, Math.abs(e[i]!));
  }
  return worst / largest;
}

test.each(files)(
  "%s: the gradients are PyTorch's",
  async (file) => {
    const network = file.replace(/-(torchscript|dynamo)\d+\.onnx$/, '');
    const golden = readSafetensors(join(folder, `${network}.safetensors`));
    const wrt = [...golden.keys()].filter((key) => key.startsWith('grad.')).map((key) => key.slice(5));
    const inputs = [...golden.keys()].filter((key) => key.startsWith('in.')).map((key) => key.slice(3));
    const feeds: Record<string, ort.Tensor> = { 'grad/out': golden.get('cotangent')! };
    for (const input of inputs) feeds[input] = golden.get(`in.${input}`)!;
    const exported = readModel(join(folder, file));
    // Attention can also be lowered afterwards; GroupNormalization is no longer whole then.
    const late = exported.proto.graph.node.some((node) => node.opType === 'GroupNormalization') ? [] : [exported];
    for (const given of [lowerOperators(exported), ...late]) {
      const model = await foldModel(given);
      const session = await createSession(buildGradientModel(model, { of: ['out'], wrt }), {
        logSeverityLevel: 4,
        intraOpNumThreads: 1,
      });
      const results = await session.run(feeds);
      expect(relativeError(results['out']!, golden.get('out')!)).toBeLessThan(1e-5);
      for (const name of wrt)
        expect(relativeError(results[`grad/${name}`]!, golden.get(`grad.${name}`)!)).toBeLessThan(1e-5);
      await session.release();
    }
  },
  300_000,
);
