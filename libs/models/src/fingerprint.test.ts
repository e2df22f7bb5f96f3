import { describe, expect, it } from 'vitest';
import { checkpointContents, kinds, partContents, replaced, writeFolder, writeTensors } from '../test/model-files.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { weightFingerprint } from './fingerprint.ts';
import { openModelSource } from './open.ts';

const place = temporaryFolder();

const fingerprintOf = (...names: string[]): string => weightFingerprint(openModelSource(place(...names)));

const everywhere = (data: Float32Array): Float32Array => data.map((value) => value * 1.01);
const oneRow = (data: Float32Array): Float32Array => data.fill(0.5, 40_000 * 128, 40_001 * 128);

describe('the fingerprint by weights', () => {
  it.each(kinds)(
    'of %s is one for a folder and a checkpoint, in float32 and float16, whole or cut into files',
    (kind) => {
      writeFolder(place('folder'), kind);
      const expected = fingerprintOf('folder');
      expect(expected).toMatch(/^[0-9a-f]{64}$/);
      writeFolder(place('half'), kind, { dtype: 'F16', shards: 2 });
      expect(fingerprintOf('half')).toBe(expected);
      for (const dtype of ['F32', 'F16'] as const) {
        writeTensors(place('one.safetensors'), checkpointContents(kind), dtype);
        expect(fingerprintOf('one.safetensors')).toBe(expected);
      }
    },
  );

  it.each([
    ['unet', 'mid_block.attentions.0.transformer_blocks.0.attn1.to_q.weight', 'all'],
    ['unet', 'conv_out.bias', 'all'],
    ['text_encoder', 'text_model.encoder.layers.1.mlp.fc1.weight', 'all'],
    ['text_encoder', 'text_model.embeddings.token_embedding.weight', 'one row'],
  ])('is another when %s has another %s (%s)', (part, name, how) => {
    writeFolder(place('model'), 'sd1');
    const original = fingerprintOf('model');
    const change = how === 'all' ? everywhere : oneRow;
    const contents = replaced(partContents('sd1', part), name, ({ data }) => ({ data: () => change(data()) }));
    const file = part === 'unet' ? 'diffusion_pytorch_model.safetensors' : 'model.safetensors';
    writeTensors(place('model', part, file), contents);
    expect(fingerprintOf('model')).not.toBe(original);
  });

  it('is the same with another autoencoder, on which tokens do not depend', () => {
    writeFolder(place('model'), 'sd1');
    writeFolder(place('other'), 'sd1', { isBlank: true });
    const other = openModelSource(place('model'), { vae: place('other/vae') });
    expect(weightFingerprint(other)).toBe(fingerprintOf('model'));
  });
});
