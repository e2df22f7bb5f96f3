import { expect, it } from 'vitest';
import { demoModelDirectory } from './demo.ts';
import { loadModel } from './load.ts';

it('loads the bundled demo model: sixteen layers in three groups, pictures of 64 x 64', async () => {
  const model = await loadModel(demoModelDirectory(), { device: 'cpu', cacheDirectory: false });
  expect(model.layers.map((layer) => layer.group[0]).join('')).toBe('ffmmccccccmmmfff');
  expect(model.defaultLatentSize * model.vaeScale).toBe(64);
  const { data, dims } = await model.decodeLatents({ data: new Float32Array(4 * 16 * 16), dims: [1, 4, 16, 16] });
  expect(dims).toEqual([1, 3, 64, 64]);
  expect((await model.encodeImage({ data, dims })).dims).toEqual([1, 4, 16, 16]);
  await model.close();
});
