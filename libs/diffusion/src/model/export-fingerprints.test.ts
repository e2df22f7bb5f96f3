import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DataType, numberTensor, readFloats, readModel, writeModel, type OnnxModel } from '@facet/onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { goldenFolder, modelFolder, pipelineFolder, type Variant } from '../../test/golden-models.ts';
import { loadModel } from './load.ts';

/** What the package `facet-tokens` says of the pipeline that was exported, in PyTorch. */
const FINGERPRINT = readFileSync(join(goldenFolder, 'fingerprint.txt'), 'utf8').trim();

const identityOf = async (path: string) => {
  const model = await loadModel(path, { device: 'cpu', cacheDirectory: false });
  await model.close();
  return { fingerprint: model.fingerprint, formerFingerprints: model.formerFingerprints };
};

describe('the fingerprint of an export', () => {
  let folder: ReturnType<typeof modelFolder>;
  afterEach(() => folder.remove());

  const edit = (part: 'unet' | 'text_encoder', change: (model: OnnxModel) => void): void => {
    const path = join(folder.path, part, 'model.onnx');
    const model = readModel(path);
    change(model);
    writeModel(model, path);
  };

  it.each<Variant>(['torchscript17', 'dynamo18', 'half14'])(
    'by the exporter %s is that of the pipeline in PyTorch',
    async (variant) => {
      folder = modelFolder(variant);
      expect((await identityOf(folder.path)).fingerprint).toBe(FINGERPRINT);
    },
  );

  it('is that of the diffusers folder of the same model in float16', async () => {
    folder = pipelineFolder();
    expect(await identityOf(folder.path)).toEqual({ fingerprint: FINGERPRINT, formerFingerprints: [] });
  });

  it('is the same with weights in external files, copied, and saved again by others', async () => {
    folder = modelFolder();
    const copy = `${folder.path}-copy`;
    for (const part of ['unet', 'text_encoder'] as const) {
      edit(part, ({ proto }) => {
        proto.producerName = 'someone else';
        for (const node of proto.graph.node) node.docString = 'a note';
      });
      const path = join(folder.path, part, 'model.onnx');
      writeModel(readModel(path), path, { inlineBytesMax: 0 });
    }
    cpSync(folder.path, copy, { recursive: true });
    expect((await identityOf(copy)).fingerprint).toBe(FINGERPRINT);
    rmSync(copy, { recursive: true });
  });

  describe('of a model that was traced', () => {
    beforeEach(() => {
      folder = modelFolder();
    });

    it.each([
      ['unet', 'unet.conv_in.bias'],
      ['unet', 'unet.mid_block.resnets.1.conv2.weight'],
      ['unet', 'onnx::MatMul_'],
      ['unet', 'onnx::Mul_'],
      ['text_encoder', 'model.text_model.embeddings.token_embedding.weight'],
      ['text_encoder', 'model.text_model.embeddings.position_embedding.weight'],
      ['text_encoder', 'onnx::MatMul_'],
    ] as const)('is another after a step of training of %s %s', async (part, name) => {
      edit(part, (model) => {
        const tensor = model.proto.graph.initializer.find((each) => each.name.startsWith(name))!;
        const trained = readFloats(model, tensor).map((value) => value * 1.01 + 0.001);
        Object.assign(tensor, numberTensor(tensor.name, tensor.dims, trained, DataType.FLOAT));
      });
      const { fingerprint } = await identityOf(folder.path);
      expect(fingerprint).toMatch(/^[0-9a-f]{64}$/);
      expect(fingerprint).not.toBe(FINGERPRINT);
    });

    it('is another where two weights of one shape change places', async () => {
      edit('unet', ({ proto }) => {
        const [query, key] = ['to_q', 'to_k'].map((name) =>
          proto.graph.node.find((node) => node.name.endsWith(`attn1/${name}/MatMul`))!,
        );
        [query!.input[1], key!.input[1]] = [key!.input[1]!, query!.input[1]!];
      });
      expect((await identityOf(folder.path)).fingerprint).not.toBe(FINGERPRINT);
    });

    it('was that of its graph formerly, which it still is where weights have lost their names', async () => {
      const named = await identityOf(folder.path);
      expect(named.formerFingerprints).toHaveLength(1);
      // Names of nodes are no part of the graph's fingerprint.
      edit('unet', ({ proto }) => {
        for (const [at, node] of proto.graph.node.entries()) {
          if (/attn2.to_[kv]/.test(node.name)) continue;
          node.name = `${node.opType}_${at}`;
        }
      });
      expect(await identityOf(folder.path)).toEqual({
        fingerprint: named.formerFingerprints[0],
        formerFingerprints: [],
      });
    });
  });
});
