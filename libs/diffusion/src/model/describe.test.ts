import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { goldenLayers, modelFolder } from '../../test/golden-models.ts';
import { describeModel } from './describe.ts';

it('describes what a folder holds: networks with files and operator sets, layers, sizes, attribution map', async () => {
  const folder = modelFolder('half14');
  writeFileSync(join(folder.path, 'attribution.json'), '{"version": 1}');
  const described = await describeModel(folder.path, { cacheDirectory: false });
  expect(described.layers.map((layer) => layer.name)).toEqual(goldenLayers);
  expect(described.parts.map(({ part, opset, storedType }) => [part, opset, storedType])).toEqual([
    ['text_encoder', 17, 'FLOAT'],
    ['unet', 14, 'FLOAT16'],
    ['vae_encoder', 14, 'FLOAT16'],
    ['vae_decoder', 17, 'FLOAT'],
    ['image_encoder', 17, 'FLOAT'],
  ]);
  expect(described.parts[1]!.files).toEqual([{ path: join('unet', 'model.onnx'), bytes: expect.any(Number) }]);
  expect(described.parts[1]!.producer).toMatch(/^pytorch 2/);
  expect(described).toMatchObject({
    contextLength: 16,
    vocabularySize: 627,
    embeddingWidth: 16,
    hiddenWidth: 16,
    latentChannels: 4,
    defaultLatentSize: 16,
    vaeScale: 4,
    latentMultiple: 4,
    scalingFactor: 0.7,
    attribution: { version: 1 },
  });
  folder.remove();
});
