import type { OnnxModel } from '@facet/onnx';
import { expect, it } from 'vitest';
import { modelFolder, type Variant } from '../../test/golden-models.ts';
import { readOnnxFolder } from '../model/onnx-folder.ts';
import { SessionPool } from '../sessions/session-pool.ts';
import { tilingOf, VaeNetwork } from './network.ts';

const operatorsOf = ({ proto }: OnnxModel): string[] => proto.graph.node.map(({ opType }) => opType);

it.each<[Variant, 'encoder' | 'decoder', number[]]>([
  ['torchscript17', 'encoder', [1, 3, 64, 64]],
  ['torchscript17', 'decoder', [1, 4, 16, 16]],
  ['half14', 'encoder', [1, 3, 64, 64]],
])('the groups of an exported autoencoder are summed up by rows too (%s, %s)', async (variant, half, dims) => {
  const { path, remove } = modelFolder(variant);
  const pool = new SessionPool({ device: 'cpu', threads: 1 });
  try {
    const parts = await readOnnxFolder(path, { cacheRoot: undefined, precision: 'float32' });
    const exported = parts[half]();
    const network = new VaeNetwork(exported, pool, 'cpu', tilingOf(16, parts.vaeScale)[half]);
    expect(operatorsOf(exported.model)).toContain('InstanceNormalization');
    expect(operatorsOf(await network.session(dims).make())).not.toContain('InstanceNormalization');
  } finally {
    await pool.close();
    remove();
  }
});
