import { ATTRIBUTES } from '@facet/base';
import { readSafetensors } from '@facet/safetensors';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { concatenated } from '../vector.ts';
import { LEARNED, weightDims, weightNames, type ReaderSize, type ReaderWeights } from './network.ts';
import { hasReader, readerPath, runReader, writeReader } from './file.ts';
import { ReaderSession } from './session.ts';

/** By PyTorch (tools/golden/reader.py): random weights, features, tokens, a cotangent and the gradients. */
const golden = readSafetensors(
  readFileSync(fileURLToPath(new URL('../../test/golden/reader.safetensors', import.meta.url))),
  'the golden file',
).tensors;

const size: ReaderSize = { features: 6, hidden: 5, narrow: 3, width: 4 };
const weights = Object.fromEntries(
  weightNames(size).map((name) => [name, golden.get(name)!.data]),
) as unknown as ReaderWeights;

const folder = mkdtempSync(join(tmpdir(), 'facet-reader-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The largest difference, of the largest number. */
const difference = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / Math.max(...b.map(Math.abs));

describe('a reader', () => {
  it('says what PyTorch says, and has its gradient in every weight', async () => {
    const session = await ReaderSession.open(size, 7);
    const [features, tokens, cotangent] = ['features', 'tokens', 'cotangent'].map((name) => golden.get(name)!.data);
    expect(difference(await session.read(weights, features!), tokens!)).toBeLessThan(1e-6);
    const gradient = await session.gradient(weights, features!, cotangent!);
    for (const name of LEARNED) {
      expect(golden.get(`grad/${name}`)!.dims).toEqual(weightDims(size)[name]);
      expect([name, difference(gradient[name], golden.get(`grad/${name}`)!.data) < 1e-6]).toEqual([name, true]);
    }
    await session.close();
  });

  it('in a file gives each attribute what it gives in training', async () => {
    const model = { directory: folder, fingerprint: 'a'.repeat(64), embeddingWidth: size.width };
    await writeReader(readerPath(model), model, size, weights);
    expect(hasReader(model)).toBe(true);
    const features = golden.get('features')!.data.slice(0, size.features);
    const tokens = await runReader(model, features);
    const session = await ReaderSession.open(size, 1);
    const all = concatenated(ATTRIBUTES.map(() => features));
    const expected = await session.read(weights, all);
    await session.close();
    expect(tokens).toHaveLength(ATTRIBUTES.length);
    expect(difference(concatenated(tokens), expected)).toBeLessThan(1e-6);
  });

  it('of another model, of another width, or of none is refused by name', async () => {
    const model = { directory: folder, fingerprint: 'a'.repeat(64), embeddingWidth: size.width };
    const features = new Float32Array(size.features);
    await expect(runReader({ ...model, fingerprint: 'b'.repeat(64) }, features)).rejects.toMatchObject({
      code: 'fingerprint-mismatch',
    });
    await expect(runReader({ ...model, embeddingWidth: 9 }, features)).rejects.toMatchObject({ code: 'corrupt-file' });
    await expect(runReader({ ...model, directory: join(folder, 'nowhere') }, features)).rejects.toMatchObject({
      code: 'missing-reader',
      message: expect.stringContaining('facet reader train') as string,
    });
  });
});
