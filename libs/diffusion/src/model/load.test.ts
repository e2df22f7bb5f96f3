import { existsSync, mkdirSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeModel, readModel, writeModel } from '@facet/onnx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { golden, modelFolder } from '../../test/golden-models.ts';
import { generate } from '../sampling/generate.ts';
import { loadModel } from './load.ts';

describe('loadModel', () => {
  let folder: ReturnType<typeof modelFolder>;
  const load = () => loadModel(folder.path, { device: 'cpu', cacheDirectory: false });

  beforeEach(() => {
    folder = modelFolder();
  });
  afterEach(() => folder.remove());

  it.each(['unet/model.onnx', 'text_encoder/model.onnx', 'vae_decoder/model.onnx', 'scheduler/scheduler_config.json'])(
    'names %s when it is missing',
    async (file) => {
      rmSync(join(folder.path, file));
      const error = { code: 'missing-file', message: expect.stringContaining(join(folder.path, file)) };
      await expect(load()).rejects.toMatchObject(error);
    },
  );

  it('names the folder when there is none', async () => {
    rmSync(folder.path, { recursive: true });
    await expect(load()).rejects.toMatchObject({ code: 'missing-file', message: expect.stringContaining(folder.path) });
  });

  it('names a model file that is cut off', async () => {
    const path = join(folder.path, 'unet/model.onnx');
    truncateSync(path, 200_000);
    await expect(load()).rejects.toMatchObject({ code: 'corrupt-file', message: expect.stringContaining(path) });
  });

  it('names a model file that is something else', async () => {
    const path = join(folder.path, 'text_encoder/model.onnx');
    writeFileSync(path, '<!DOCTYPE html><html></html>');
    await expect(load()).rejects.toMatchObject({ code: 'corrupt-file', message: expect.stringContaining(path) });
  });

  it('names a configuration that is no JSON', async () => {
    const path = join(folder.path, 'scheduler/scheduler_config.json');
    writeFileSync(path, '{"beta_start": ');
    await expect(load()).rejects.toMatchObject({ code: 'corrupt-file', message: expect.stringContaining(path) });
  });

  it('names an external weights file that is missing', async () => {
    const path = join(folder.path, 'unet/model.onnx');
    const model = readModel(path);
    const tensor = model.proto.graph.initializer.find((each) => each.dims.length === 4)!;
    delete tensor.rawData;
    tensor.dataLocation = 1;
    tensor.externalData = [{ key: 'location', value: 'model.onnx_data' }];
    writeFileSync(path, encodeModel(model));
    await expect(load()).rejects.toMatchObject({ message: expect.stringContaining('model.onnx_data') });
  });

  it('runs a model whose weights lie in an external file', async () => {
    const prediction = async () => {
      const model = await loadModel(folder.path, { device: 'cpu', cacheDirectory: join(folder.path, 'cache') });
      const contexts = model.layers.map(() => golden('context').data);
      const result = await model.predict(golden('latents'), [...golden('timesteps').data], contexts);
      await model.close();
      return result;
    };
    const inside = await prediction();
    const path = join(folder.path, 'unet/model.onnx');
    writeModel(readModel(path), path, { inlineBytesMax: 0 });
    expect(existsSync(`${path}.data`)).toBe(true);
    expect(await prediction()).toEqual(inside);
  });

  it('says which size a network was exported for when it is fixed', async () => {
    const path = join(folder.path, 'unet/model.onnx');
    const model = readModel(path);
    model.proto.graph.input.find(({ name }) => name === 'sample')!.type!.tensorType!.shape!.dim[0] = { dimValue: 2 };
    writeModel(model, path);
    const error = { code: 'unexpected-graph', message: expect.stringMatching(/U-Net.*fixed to 2 .*dynamic batch/) };
    await expect(load()).rejects.toMatchObject(error);
  });

  it('refuses what Olive or ONNX Runtime optimised, by its operators, and says what would work', async () => {
    const path = join(folder.path, 'unet/model.onnx');
    const model = readModel(path);
    const norm = model.proto.graph.node.find(({ opType }) => opType === 'LayerNormalization')!;
    norm.opType = 'SkipLayerNormalization';
    norm.domain = 'com.microsoft';
    writeModel(model, path);
    const error = {
      code: 'unsupported-model',
      message: expect.stringMatching(/unet.*optimised.*SkipLayerNormalization.*safetensors/),
    };
    await expect(load()).rejects.toMatchObject(error);
  });

  it('refuses Stable Diffusion XL by its second text encoder', async () => {
    mkdirSync(join(folder.path, 'text_encoder_2'));
    const error = { code: 'unsupported-model', message: expect.stringContaining('XL') };
    await expect(load()).rejects.toMatchObject(error);
  });

  it('refuses a U-Net with inputs of another kind of model, naming it', async () => {
    const path = join(folder.path, 'unet/model.onnx');
    const model = readModel(path);
    const sample = model.proto.graph.input[0]!;
    model.proto.graph.input.push({ ...sample, name: 'text_embeds' });
    writeModel(model, path);
    const error = { code: 'unsupported-model', message: expect.stringContaining('text_embeds') };
    await expect(load()).rejects.toMatchObject(error);
  });

  it('says what is missing when pictures cannot be compared with words', async () => {
    rmSync(join(folder.path, 'image_encoder'), { recursive: true });
    const model = await load();
    expect(model.hasImageEncoder).toBe(false);
    const error = { code: 'missing-file', message: expect.stringContaining('image_encoder') };
    await expect(model.imageEmbedding(golden('image_pixels'))).rejects.toMatchObject(error);
    await model.close();
  });

  it('works at another size as a model that was loaded for it, and refuses one that it cannot draw', async () => {
    const model = await load();
    const loaded = await loadModel(folder.path, { device: 'cpu', cacheDirectory: false, size: 32 });
    const sized = model.atSize(32);
    const draw = (at: typeof model) => generate(at, { prompt: 'a cat', steps: 1, seeds: [3] });
    const { pictures } = await draw(sized);
    expect(pictures.dims).toEqual([1, 3, 32, 32]);
    expect(pictures).toEqual((await draw(loaded)).pictures);
    expect((await draw(model)).pictures.dims).toEqual([1, 3, 64, 64]);
    expect(() => model.atSize(30)).toThrow(/Nearest: 16 or 32/);
    await Promise.all([model.close(), loaded.close()]);
  });

  it('refuses work after close', async () => {
    const model = await load();
    await model.close();
    await expect(model.encodeText(golden('embeds').data)).rejects.toMatchObject({ code: 'closed' });
  });

  it('refuses arguments that do not fit, saying what would', async () => {
    const model = await load();
    const contexts = model.layers.map(() => golden('context').data);
    const bad = { code: 'bad-argument' };
    await expect(model.predict(golden('latents'), [1], contexts)).rejects.toMatchObject(bad);
    await expect(model.predict(golden('latents'), [1, 2], contexts.slice(1))).rejects.toMatchObject(bad);
    await expect(model.predict(golden('picture'), [1], contexts)).rejects.toMatchObject(bad);
    await expect(model.encodeText(new Float32Array(7))).rejects.toMatchObject(bad);
    await expect(
      model.encodeImage({ data: new Float32Array(3 * 30 * 32), dims: [1, 3, 30, 32] }),
    ).rejects.toMatchObject(bad);
    expect(() => model.tokenEmbedding(627)).toThrow('626');
    expect(() => model.embed([[1, 2, 3]])).toThrow('16');
    await model.close();
  });
});

describe('the graph cache', () => {
  it('gives a second start the same numbers, and survives damage', async () => {
    const folder = modelFolder();
    const cacheDirectory = join(folder.path, 'cache');
    const run = async () => {
      const model = await loadModel(folder.path, { device: 'cpu', cacheDirectory });
      const result = await model.textGradient(golden('embeds').data, golden('hidden_cotangent').data);
      await model.close();
      return result;
    };
    const first = await run();
    const networks = readdirSync(cacheDirectory);
    expect(networks.length).toBeGreaterThan(0);
    expect(await run()).toEqual(first);
    expect(readdirSync(cacheDirectory)).toEqual(networks);
    for (const ending of ['.bin', '.onnx']) {
      for (const network of networks) {
        const files = readdirSync(join(cacheDirectory, network)).filter((file) => file.endsWith(ending));
        for (const file of files) truncateSync(join(cacheDirectory, network, file), 100);
      }
      expect(await run()).toEqual(first);
    }
    folder.remove();
  });

  it('is not needed: a folder that cannot be written changes nothing', async () => {
    const folder = modelFolder();
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    const model = await loadModel(folder.path, { device: 'cpu', cacheDirectory: join(file, 'cache') });
    const { hidden } = await model.encodeText(golden('embeds').data);
    expect(hidden.length).toBe(golden('hidden').data.length);
    await model.close();
    folder.remove();
  });
});
