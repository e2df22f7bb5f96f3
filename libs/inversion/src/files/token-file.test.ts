import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LAYERS, randomVector, tokenSet, WIDTH } from '../../test/support/world.ts';
import { SOURCE_TEXT_MAP } from '../attribution/load.ts';
import type { LeakReport } from '../tokens/leak-report.ts';
import { exportNative, exportPerLayer, exportSingle } from './export.ts';
import { importTokens } from './import.ts';
import { readSafetensors, writeSafetensors, type NamedTensor } from '@facet/safetensors';
import { decodeTokenFile, encodeTokenFile, loadTokenFile, saveTokenFile, tokenSetHash } from './token-file.ts';

const model = {
  fingerprint: 'f'.repeat(64),
  directory: '/models/other',
  embeddingWidth: WIDTH,
  layers: LAYERS as never,
};
const floats = (values: ArrayLike<number>, dims: readonly number[] = [1, values.length]): NamedTensor => ({
  dims,
  data: Float32Array.from(values),
});

async function fileOf(tensors: Readonly<Record<string, NamedTensor>>): Promise<string> {
  const path = join(folder, 'embedding.safetensors');
  await writeFile(path, writeSafetensors(new Map(Object.entries(tensors))));
  return path;
}

const golden = (name: string) => fileURLToPath(new URL(`../../test/golden/pickles/${name}`, import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facet-tokens-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('native token files', () => {
  it('give back the whole token set', async () => {
    const path = join(folder, 'tokens.safetensors');
    await saveTokenFile(path, tokenSet());
    expect(await loadTokenFile(path)).toEqual(tokenSet());
    expect(await readdir(folder)).toEqual(['tokens.safetensors']);
  });

  it('hold one tensor for each attribute, for readers that know nothing of Facet', () => {
    const { tensors } = readSafetensors(encodeTokenFile(tokenSet()), 'x');
    expect([...tensors.keys()].sort()).toEqual(['color', 'layout', 'object', 'style']);
    expect(tensors.get('color')!.dims).toEqual([1, WIDTH]);
  });

  it('have a hash that changes with any number', () => {
    const changed = tokenSet();
    changed.tokens[2]!.vectors[0]![3]! += 1e-6;
    expect(tokenSetHash(tokenSet())).toBe(tokenSetHash(tokenSet()));
    expect(tokenSetHash(changed)).not.toBe(tokenSetHash(tokenSet()));
  });

  it('keep a leak report, which changes neither the hash nor what a file without one gives back', async () => {
    const leakReport: LeakReport = {
      judge: 'classifiers',
      seen: { color: 'red' },
      rates: { color: { color: 0.75 }, layout: { color: 0.25 } },
      base: { color: 0.125 },
      seeds: [1, 2, 3, 4],
      steps: 8,
      guidance: 3.5,
      scheduler: 'ddim',
    };
    const path = join(folder, 'measured.safetensors');
    await saveTokenFile(path, { ...tokenSet(), leakReport });
    const loaded = await loadTokenFile(path);
    expect(loaded).toEqual({ ...tokenSet(), leakReport });
    expect(tokenSetHash(loaded)).toBe(tokenSetHash(tokenSet()));
    expect('leakReport' in decodeTokenFile(encodeTokenFile(tokenSet()), 'x')).toBe(false);
  });

  it('of another version, without metadata, or with a missing tensor are refused with the reason', () => {
    const bytes = encodeTokenFile(tokenSet());
    const { tensors, metadata } = readSafetensors(bytes, 'x');
    const head = JSON.parse(metadata['facet']!) as object;
    const withHead = (value: object, kept = tensors) => writeSafetensors(kept, { facet: JSON.stringify(value) });
    expect(() => decodeTokenFile(withHead({ ...head, formatVersion: 9 }), 'f')).toThrow(/version 9/);
    expect(() => decodeTokenFile(withHead({ ...head, palette: 3 }), 'f')).toThrow(/palette/);
    expect(() => decodeTokenFile(writeSafetensors(tensors), 'f')).toThrow(/tokens import/);
    const fewer = new Map([...tensors].filter(([name]) => name !== 'style'));
    expect(() => decodeTokenFile(withHead(head, fewer), 'f')).toThrow(/"style"/);
    expect(() => decodeTokenFile(bytes.subarray(0, bytes.length - 1), 'f')).toThrow(/f is not a sound/);
  });
});

it('a token file with a number that is none, or that no model can work with, is refused by its token', () => {
  for (const value of [Number.NaN, Infinity, -7e4]) {
    const [first, ...others] = tokenSet().tokens;
    const vectors = [first!.vectors[0]!.with(1, value)];
    const bytes = encodeTokenFile({ ...tokenSet(), tokens: [{ ...first!, vectors }, ...others] });
    expect(() => decodeTokenFile(bytes, 'f')).toThrow(new RegExp(`f: the token "${first!.name}" holds the number`));
  }
});

describe('exports to other tools', () => {
  it('have exactly one key per file, named after the attribute', () => {
    const files = exportSingle(tokenSet(), 'my-cat');
    expect(files.map(({ name }) => name).sort()).toEqual(
      ['color', 'layout', 'object', 'style'].map((name) => `my-cat-${name}.safetensors`),
    );
    const { tensors } = readSafetensors(files[0]!.bytes, 'x');
    expect([...tensors.keys()]).toEqual(['my-cat-color']);
    expect(tensors.get('my-cat-color')!.data).toEqual(tokenSet().tokens[0]!.vectors[0]);
  });

  it('are refused a name that would lead out of their folder', () => {
    for (const name of ['../evil', 'b/w', 'b\\w', '', '..']) {
      const refusal = expect.objectContaining({ code: 'invalid-input' });
      expect(() => exportSingle(tokenSet(), name)).toThrow(refusal);
      expect(() => exportPerLayer(tokenSet(), 'object', name, randomVector(99))).toThrow(refusal);
    }
  });

  it('in P+ form have a key per layer, with the fallback where the token is not active', () => {
    const inactive = randomVector(99);
    const { tensors } = readSafetensors(exportPerLayer(tokenSet(), 'object', 'cat', inactive).bytes, 'x');
    expect([...tensors.keys()]).toEqual(['cat-0', 'cat-1', 'cat-2', 'cat-3', 'cat-4']);
    expect(tensors.get('cat-0')!.data).toEqual(inactive);
    expect(tensors.get('cat-2')!.data).toEqual(tokenSet().tokens[2]!.vectors[0]);
  });

  it('in P+ form need a stand-in only for a token that is not active in all layers', async () => {
    expect(() => exportPerLayer(tokenSet(), 'object', 'cat', undefined)).toThrow(
      expect.objectContaining({ code: 'unsupported-format', message: expect.stringMatching(/layer 0.*"cat"/) }),
    );
    const everywhere = await importTokens(golden('diffusers.bin'), model, SOURCE_TEXT_MAP, {
      word: 'cat',
      allowPickle: true,
    });
    const { tensors } = readSafetensors(exportPerLayer(everywhere, 'token', 'cat', undefined).bytes, 'x');
    expect(tensors.size).toBe(LAYERS.length);
  });

  it('can be imported again, single and per layer', async () => {
    const single = join(folder, 'single.safetensors');
    await writeFile(single, exportSingle(tokenSet(), 'x')[0]!.bytes);
    const one = await importTokens(single, model, SOURCE_TEXT_MAP, { as: 'color', word: 'red' });
    expect(one.tokens[0]!.vectors).toEqual(tokenSet().tokens[0]!.vectors);
    expect(one.tokens[0]!.name).toBe('color');
    const layers = join(folder, 'layers.safetensors');
    await writeFile(layers, exportPerLayer(tokenSet(), 'object', 'x', randomVector(99)).bytes);
    const five = await importTokens(layers, model, SOURCE_TEXT_MAP, { word: 'cat' });
    expect(five.tokens[0]!.vectors).toHaveLength(5);
    expect(five.tokens[0]!.cells[0]).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('imports from other tools', () => {
  it('read pickles only when asked to, and then only their tensors', async () => {
    const options = { word: 'cat', allowPickle: true };
    await expect(importTokens(golden('diffusers.bin'), model, SOURCE_TEXT_MAP, { word: 'cat' })).rejects.toThrow(
      /pickle/,
    );
    const set = await importTokens(golden('diffusers.bin'), model, SOURCE_TEXT_MAP, options);
    expect(set.tokens[0]!.vectors[0]).toHaveLength(WIDTH);
    await expect(importTokens(golden('evil-system.bin'), model, SOURCE_TEXT_MAP, options)).rejects.toMatchObject({
      code: 'unsafe-pickle',
    });
  });

  it.each(['ldm.pt', 'ldm-legacy.pt', 'tensor.pt'])('take the one vector in %s', async (name) => {
    const options = { word: 'cat', allowPickle: true };
    const [same] = (await importTokens(golden('diffusers.bin'), model, SOURCE_TEXT_MAP, options)).tokens;
    const [token] = (await importTokens(golden(name), model, SOURCE_TEXT_MAP, options)).tokens;
    expect(token!.vectors).toEqual(same!.vectors);
  });

  it('pass over single numbers that trainers keep beside the vector, of any type', async () => {
    const values = Float32Array.from({ length: WIDTH }, (_, i) => i);
    const path = await fileOf({ step: floats([500], []), emb_params: floats(values) });
    const bytes = Buffer.from(await readFile(path));
    // The same bytes as an integer, which is what trainers write.
    await writeFile(path, Buffer.from(bytes.toString('latin1').replace('"F32"', '"I32"'), 'latin1'));
    const set = await importTokens(path, model, SOURCE_TEXT_MAP, { word: 'cat' });
    expect(set.tokens[0]!.vectors).toEqual([values]);
  });

  it.each([
    ['NaN', Number.NaN, 'NaN'],
    ['infinity', -Infinity, '-Infinity'],
    ['a number beyond float16', 3e38, '3.0'],
  ])('refuse %s in a vector, by place', async (_, value, shown) => {
    const path = await fileOf({ emb_params: floats(Array.from({ length: WIDTH }, (_, i) => (i === 3 ? value : 0.1))) });
    await expect(importTokens(path, model, SOURCE_TEXT_MAP, { word: 'cat' })).rejects.toMatchObject({
      code: 'corrupt-file',
      message: expect.stringMatching(new RegExp(`number ${shown}.*place 3`)),
    });
  });

  it("take an embedding by layer under kohya's names, in whatever order, and no half of them", async () => {
    // The blocks of the original code with a cross-attention layer: input, then the middle, then output.
    const blocks = ['IN01', 'IN02', 'IN04', 'IN05', 'IN07', 'IN08', 'MID'];
    blocks.push(...[3, 4, 5, 6, 7, 8, 9, 10, 11].map((block) => `OUT${String(block).padStart(2, '0')}`));
    const vectors = blocks.map((_, layer) => randomVector(layer));
    const shuffled = blocks.map((name, layer) => [name, floats(vectors[layer]!)] as const).reverse();
    const model16 = { ...model, layers: blocks.map(() => model.layers[0]!) };
    const path = await fileOf(Object.fromEntries(shuffled));
    const [token] = (await importTokens(path, model16, SOURCE_TEXT_MAP, { word: 'cat' })).tokens;
    expect(token!.vectors).toEqual(vectors);
    const half = await fileOf(Object.fromEntries(shuffled.slice(1)));
    await expect(importTokens(half, model16, SOURCE_TEXT_MAP, { word: 'cat' })).rejects.toThrow(/IN01 to OUT11/);
  });

  it('name an embedding for Stable Diffusion XL as what it is', async () => {
    const path = await fileOf({ clip_g: floats(new Float32Array(20)), clip_l: floats(new Float32Array(WIDTH)) });
    await expect(importTokens(path, model, SOURCE_TEXT_MAP, { word: 'cat' })).rejects.toThrow(/Stable Diffusion XL/);
  });

  it('refuse an embedding of several vectors, of another width, and files of another kind', async () => {
    const options = { word: 'cat', allowPickle: true };
    await expect(importTokens(golden('a1111.pt'), model, SOURCE_TEXT_MAP, options)).rejects.toThrow(/2 vectors/);
    const wide = { ...model, embeddingWidth: 768 };
    await expect(importTokens(golden('diffusers.bin'), wide, SOURCE_TEXT_MAP, options)).rejects.toMatchObject({
      code: 'fingerprint-mismatch',
    });
    await expect(importTokens(golden('expected.json'), model, SOURCE_TEXT_MAP, options)).rejects.toMatchObject({
      code: 'unsupported-format',
    });
    await expect(importTokens(join(folder, 'none.pt'), model, SOURCE_TEXT_MAP, options)).rejects.toMatchObject({
      code: 'io',
    });
  });
});

/** A token of Stable Diffusion XL: numbers of CLIP's encoder and of OpenCLIP's. */
const XL_WIDTHS = [768, 1280];
const xlSet = () => {
  const vector = randomVector(9, 2048);
  return tokenSet({ tokens: [{ ...tokenSet().tokens[0]!, vectors: [vector] }] });
};

describe('tokens of Stable Diffusion XL', () => {
  const xlModel = { ...model, embeddingWidth: 2048 };

  it('are exported as clip_l and clip_g, as other tools name both encoders, and come back the same', async () => {
    const [vector] = xlSet().tokens[0]!.vectors;
    const [file] = exportSingle(xlSet(), 'cat');
    expect(file!.name).toBe('cat-color.safetensors');
    const { tensors } = readSafetensors(file!.bytes, 'x');
    expect([...tensors].map(([key, { dims }]) => [key, dims])).toEqual([
      ['clip_l', [1, 768]],
      ['clip_g', [1, 1280]],
    ]);
    expect(tensors.get('clip_l')!.data).toEqual(vector!.slice(0, 768));
    expect(tensors.get('clip_g')!.data).toEqual(vector!.slice(768));
    const path = join(folder, file!.name);
    await writeFile(path, file!.bytes);
    const imported = await importTokens(path, xlModel, SOURCE_TEXT_MAP, { word: 'cat' });
    expect(imported.tokens[0]!.vectors).toEqual([vector]);
    expect(exportSingle(imported, 'cat', XL_WIDTHS)[0]!.bytes).toEqual(exportSingle(imported, 'cat')[0]!.bytes);
  });

  it('have native files like others', () => {
    expect(decodeTokenFile(encodeTokenFile(xlSet()), 'x')).toEqual(xlSet());
    expect(exportNative(xlSet(), 'cat')).toEqual({ name: 'cat.safetensors', bytes: encodeTokenFile(xlSet()) });
  });

  it('are exported by layers with both parts in each, and come back the same', async () => {
    const [token] = xlSet().tokens;
    const file = exportPerLayer(xlSet(), 'color', 'cat', token!.vectors[0]!);
    const { tensors } = readSafetensors(file.bytes, 'x');
    expect([...tensors]).toHaveLength(token!.cells[0]!.length);
    for (const { dims, data } of tensors.values()) {
      expect(dims).toEqual([1, 2048]);
      expect(data).toEqual(token!.vectors[0]);
    }
    const path = join(folder, file.name);
    await writeFile(path, file.bytes);
    const model16 = { ...xlModel, layers: Array.from(token!.cells[0]!, () => model.layers[0]!) };
    const imported = await importTokens(path, model16, SOURCE_TEXT_MAP, { word: 'cat' });
    expect(imported.tokens[0]!.vectors).toEqual(token!.cells[0]!.map(() => token!.vectors[0]));
  });

  it('are refused with several vectors for one token, and by models of other widths', async () => {
    const several = await fileOf({
      clip_l: floats(randomVector(1, 1536), [2, 768]),
      clip_g: floats(randomVector(2, 2560), [2, 1280]),
    });
    await expect(importTokens(several, xlModel, SOURCE_TEXT_MAP, { word: 'cat' })).rejects.toThrow(/2 vectors/);
    const one = await fileOf({ emb_params: floats(randomVector(1, 768)) });
    await expect(importTokens(one, xlModel, SOURCE_TEXT_MAP, { word: 'cat' })).rejects.toThrow(/768 numbers.*2048/);
  });
});
