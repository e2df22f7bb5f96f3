import { defaultModelDirectory, describeModel } from '@facet/diffusion';
import { defaultMethod, readReferences, resolveSettings } from '@facet/inversion';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstPair } from '../src/demo/references.ts';
import { askedModel } from '../src/model.ts';

test('the model that is taken where nobody names one is the bundled one, with all that its first use shows', async () => {
  const directory = defaultModelDirectory();
  expect(askedModel(undefined, {}).path).toBe(directory);
  const { hasImageEncoder, layers, attribution, fingerprint } = await describeModel(directory);
  expect({ hasImageEncoder, layers: layers.length }).toEqual({ hasImageEncoder: true, layers: 16 });
  expect(attribution).toBeDefined();
  const [a, b] = firstPair(directory);
  for (const attribute of ['color', 'style', 'object', 'layout'] as const)
    expect(a.factors[attribute]).not.toBe(b.factors[attribute]);
  const pictures = (await readReferences(directory)).map(({ file }) => join('references', file));
  const others = ['README.md', 'words.json', 'inversion.json', 'evaluation/quick.json', 'evaluation/methods.json'];
  const needed = [...pictures, ...others, 'classifiers/judge-a.onnx', 'classifiers/judge-b.onnx'];
  expect(needed.filter((file) => !existsSync(join(directory, file)))).toEqual([]);
  // What the study of binding measured to be best (docs/evaluation.md).
  const method = defaultMethod({ directory, fingerprint });
  expect({ method, ...(await resolveSettings(directory, method)) }).toMatchObject({
    method: 'reader',
    steps: 100,
    batchSize: 4,
    learningRate: 0.003,
    learningRateSchedule: 'constant',
  });
});
