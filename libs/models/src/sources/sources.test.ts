import { readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createSession, externalLocation, type OnnxModel } from '@facet/onnx';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import {
  blank,
  checkpointContents,
  goldenOf,
  partContents,
  renamed,
  replaced,
  rounded,
  writeFolder,
  writeTensors,
  type Content,
} from '../../test/model-files.ts';
import { numbersOf } from '../../test/numbers.ts';
import { relativeError } from '../../test/relative-error.ts';
import { temporaryFolder } from '../../test/temporary-folder.ts';
import { buildTextTower } from '../clip/text.ts';
import { buildUnet } from '../unet/build.ts';
import { buildVaeDecoder } from '../vae/build.ts';
import { openModelSource } from '../open.ts';
import type { ModelSource } from './source.ts';

const place = temporaryFolder();

async function run(model: OnnxModel, input: string, name: string, dims: readonly number[]): Promise<Float32Array> {
  const session = await createSession(model, { logSeverityLevel: 3 });
  const data = numbersOf(
    name,
    dims.reduce((product, dim) => product * dim, 1),
  );
  const results = await session.run({ [input]: new Tensor('float32', data, dims) });
  await session.release();
  return results[session.outputNames[0]!]!.data as Float32Array;
}

const decode = ({ vae }: ModelSource): Promise<Float32Array> =>
  run(buildVaeDecoder(vae.weights, vae.config), 'latent_sample', 'decoder_latents', [1, 4, 4, 4]);

const encode = ({ textTowers: [tower] }: ModelSource): Promise<Float32Array> =>
  run(
    buildTextTower(tower!.weights, tower!.config, ['last_hidden_state']),
    'inputs_embeds',
    'text_encoder/embeds',
    [1, 77, 128],
  );

const shown = (hidden: Float32Array, golden: ArrayLike<number>): Float32Array => hidden.subarray(0, golden.length);

describe('a diffusers folder', () => {
  it.each(['F16', 'BF16'] as const)(
    'in %s computes in float32 with the stored values, as if they were stored wide',
    async (dtype) => {
      writeFolder(place('half'), 'sd1', { dtype });
      const contents = partContents('sd1', 'vae').map(({ name, shape, data }): Content => ({
        name,
        shape,
        data: () => rounded(data(), dtype),
      }));
      writeFolder(place('wide'), 'sd1');
      writeTensors(place('wide/vae/diffusion_pytorch_model.safetensors'), contents);
      expect(await decode(openModelSource(place('half')))).toEqual(await decode(openModelSource(place('wide'))));
    },
  );

  it('has a schedule that diffusers saved, with infinities that are no JSON', () => {
    writeFolder(place('model'), 'sd1', { isBlank: true });
    const path = place('model/scheduler/scheduler_config.json');
    writeFileSync(path, readFileSync(path, 'utf8').replace('{', '{"lambda_min_clipped": -Infinity, '));
    expect(openModelSource(place('model')).schedulerConfig).toMatchObject({ lambda_min_clipped: -Infinity });
  });

  it('takes a variant when it is asked for, or when there is no other', () => {
    writeFolder(place('model'), 'sd1', { dtype: 'F16', variant: 'fp16', isBlank: true });
    const dtype = (): string => {
      const { weights } = openModelSource(place('model')).unet;
      return weights.get('conv_in.weight').dtype;
    };
    expect(dtype()).toBe('F16');
    writeFolder(place('model'), 'sd1', { isBlank: true });
    expect(dtype()).toBe('F32');
    expect(openModelSource(place('model'), { variant: 'fp16' }).unet.weights.get('conv_in.weight').dtype).toBe('F16');
    const error = { code: 'bad-option', message: expect.stringContaining('fp16, none') };
    expect(() => openModelSource(place('model'), { variant: 'ema' })).toThrow(expect.objectContaining(error));
  });

  it.each([undefined, 'fp16'])('cut into several files (variant %s) is one model', async (variant) => {
    writeFolder(place('model'), 'sd1', { shards: 3, ...(variant ? { variant } : {}) });
    expect(readdirSync(place('model/vae'))).toHaveLength(5);
    const source = openModelSource(place('model'));
    expect(relativeError(await decode(source), goldenOf('sd1')('decoded').data)).toBeLessThan(1e-5);
    expect(buildUnet(source.unet.weights, source.unet.config).layers).toHaveLength(16);
  });

  it("of an old diffusers, which named the autoencoder's attention otherwise, is the same model", async () => {
    writeFolder(place('model'), 'sd1');
    const old: Readonly<Record<string, string>> = {
      to_q: 'query',
      to_k: 'key',
      to_v: 'value',
      'to_out.0': 'proj_attn',
    };
    const contents = renamed(partContents('sd1', 'vae'), (name) =>
      name.replace(/(attentions\.0)\.(to_q|to_k|to_v|to_out\.0)\./, (_, path, module) => `${path}.${old[module]}.`),
    );
    expect(contents.some(({ name }) => name.includes('proj_attn'))).toBe(true);
    writeTensors(place('model/vae/diffusion_pytorch_model.safetensors'), contents);
    expect(relativeError(await decode(openModelSource(place('model'))), goldenOf('sd1')('decoded').data)).toBeLessThan(
      1e-5,
    );
  });

  it('with a text encoder that leaves out text_model. is the same model', async () => {
    writeFolder(place('model'), 'sd1');
    const contents = renamed(partContents('sd1', 'text_encoder'), (name) => name.replace('text_model.', ''));
    writeTensors(place('model/text_encoder/model.safetensors'), contents);
    const golden = goldenOf('sd1')('text_encoder/last').data;
    expect(relativeError(shown(await encode(openModelSource(place('model'))), golden), golden)).toBeLessThan(1e-5);
  });

  it('takes an autoencoder from elsewhere, a folder or a file by either naming', async () => {
    writeFolder(place('model'), 'sd1');
    writeFolder(place('other'), 'sd1');
    const contents = checkpointContents('sd1').filter(({ name }) => name.startsWith('first_stage_model.'));
    writeTensors(place('prefixed.safetensors'), contents);
    writeTensors(
      place('bare.safetensors'),
      renamed(contents, (name) => name.replace('first_stage_model.', '')),
    );
    for (const vae of ['other/vae', 'prefixed.safetensors', 'bare.safetensors'].map((name) => place(name))) {
      const source = openModelSource(place('model'), { vae });
      expect(source.vae.weights.get('decoder.conv_in.weight').file.startsWith(vae)).toBe(true);
      expect(relativeError(await decode(source), goldenOf('sd1')('decoded').data)).toBeLessThan(1e-5);
    }
  });

  it('says which file of several is missing', () => {
    writeFolder(place('model'), 'sd1', { shards: 2, isBlank: true });
    rmSync(place('model/unet/diffusion_pytorch_model-00002-of-00002.safetensors'));
    const error = { code: 'missing-file', message: expect.stringContaining('00002-of-00002') };
    expect(() => openModelSource(place('model'))).toThrow(expect.objectContaining(error));
  });

  it('whose files are links, as download caches keep them, is read', async () => {
    writeFolder(place('model'), 'sd1');
    const file = place('model/vae/diffusion_pytorch_model.safetensors');
    renameSync(file, place('blob'));
    symlinkSync(place('blob'), file);
    expect(relativeError(await decode(openModelSource(place('model'))), goldenOf('sd1')('decoded').data)).toBeLessThan(
      1e-5,
    );
  });
});

const path = (): string => place('model.safetensors');

const write = (contents: readonly Content[], metadata?: Record<string, string>): ModelSource => {
  writeTensors(path(), contents, 'F16', metadata);
  return openModelSource(path());
};

const build = (contents: readonly Content[]) => (): unknown => {
  const { unet } = write(contents);
  return buildUnet(unet.weights, unet.config);
};

const isVae = ({ name }: Content): boolean => name.startsWith('first_stage_model.');

describe('a one-file checkpoint', () => {
  it('may have position ids, averaged twins, and what only training needs', () => {
    const contents = blank(checkpointContents('sd1'));
    const unet = contents.filter(({ name }) => name.startsWith('model.diffusion_model.'));
    const ema = renamed(unet, (name) => `model_ema.${name.slice('model.'.length).replaceAll('.', '')}`);
    const source = write([
      ...contents,
      ...ema,
      {
        name: 'cond_stage_model.transformer.text_model.embeddings.position_ids',
        shape: [1, 77],
        dtype: 'I64',
      },
      { name: 'alphas_cumprod', shape: [1000] },
      { name: 'first_stage_model.loss.logvar', shape: [] },
      { name: 'model_ema.decay', shape: [1] },
    ]);
    expect(source.family).toBe('sd1');
    expect(buildUnet(source.unet.weights, source.unet.config).layers).toHaveLength(16);
  });

  it('may leave out text_model., as some merges do', async () => {
    writeTensors(
      path(),
      renamed(checkpointContents('sd1'), (name) => name.replace('transformer.text_model.', 'transformer.')),
    );
    const golden = goldenOf('sd1')('text_encoder/last').data;
    expect(relativeError(shown(await encode(openModelSource(path())), golden), golden)).toBeLessThan(1e-5);
  });

  it("keeps OpenCLIP's joined projection where it is: queries, keys and values are its rows", () => {
    const source = write(blank(checkpointContents('sdxl')));
    const { weights, config } = source.textTowers[1]!;
    const { proto } = buildTextTower(weights, config, ['last_hidden_state']);
    const places = ['q', 'k', 'v'].map((letter) => {
      const name = `text_model.encoder.layers.0.self_attn.${letter}_proj.weight`;
      return externalLocation(proto.graph.initializer.find((tensor) => tensor.name === name)!)!;
    });
    const bytes = 2 * config.width ** 2;
    expect(places.map(({ length }) => length)).toEqual([bytes, bytes, bytes]);
    expect(places.map(({ offset }) => offset - places[0]!.offset)).toEqual([0, bytes, 2 * bytes]);
  });

  it.each([
    ['a tensor named v_pred', ['v_pred'], {}, { prediction_type: 'v_prediction' }],
    [
      'v_pred and ztsnr',
      ['v_pred', 'ztsnr'],
      {},
      { prediction_type: 'v_prediction', rescale_betas_zero_snr: true, timestep_spacing: 'trailing' },
    ],
    ['its metadata', [], { 'modelspec.prediction_type': 'v' }, { prediction_type: 'v_prediction' }],
    ['nothing', [], {}, { prediction_type: 'epsilon' }],
  ])('that says by %s what it predicts is believed', (_, names, metadata, expected) => {
    const marks = names.map((name): Content => ({ name, shape: [] }));
    const { schedulerConfig, notes } = write([...blank(checkpointContents('sdxl')), ...marks], metadata);
    expect(schedulerConfig).toMatchObject(expected);
    expect(notes).toEqual([]);
  });

  it.each([
    ['little spread', 0.5, 'epsilon'],
    ['much spread', 20, 'v_prediction'],
  ])(
    'of 2.x with a telling bias of %s is guessed to predict its kind, and the guess is said',
    (_, factor, prediction) => {
      const bias = 'model.diffusion_model.output_blocks.11.1.transformer_blocks.0.norm1.bias';
      const telling = checkpointContents('sd2').find(({ name }) => name === bias)!;
      const data = (): Float32Array => telling.data().map((value) => value * factor);
      const contents = replaced(blank(checkpointContents('sd2')), bias, () => ({ data }));
      const { schedulerConfig, notes, unet } = write(contents);
      expect(schedulerConfig.prediction_type).toBe(prediction);
      expect(unet.sampleSize).toBe(prediction === 'epsilon' ? 64 : 96);
      expect(notes.join()).toMatch(/does not say what it predicts/);
      const asked = openModelSource(path(), { prediction: 'epsilon' });
      expect([asked.schedulerConfig.prediction_type, asked.notes]).toEqual(['epsilon', []]);
    },
  );

  it('without an autoencoder takes one from beside it, and says so when there is none', () => {
    const contents = blank(checkpointContents('sd1'));
    writeTensors(place('vae.safetensors'), contents.filter(isVae));
    writeTensors(
      path(),
      contents.filter((each) => !isVae(each)),
    );
    const error = { code: 'not-a-model', message: expect.stringContaining('no autoencoder') };
    expect(() => openModelSource(path())).toThrow(expect.objectContaining(error));
    expect(openModelSource(path(), { vae: place('vae.safetensors') }).vae.config.latentChannels).toBe(4);
  });

  it('with weights that no U-Net here has is refused when the U-Net is built', () => {
    const extra: Content = {
      name: 'model.diffusion_model.time_embed.cond_proj.weight',
      shape: [2, 2],
    };
    const error = { code: 'unexpected-weight', message: expect.stringContaining('cond_proj') };
    expect(build([...blank(checkpointContents('sd1')), extra])).toThrow(expect.objectContaining(error));
  });

  it('with a weight missing, or of another shape, is refused by its name', () => {
    const name = 'model.diffusion_model.output_blocks.3.0.in_layers.2.weight';
    const contents = blank(checkpointContents('sd1'));
    const missing = { code: 'missing-weight', message: expect.stringContaining('up_blocks.1.resnets.0.conv1.weight') };
    expect(build(contents.filter((each) => each.name !== name))).toThrow(expect.objectContaining(missing));
    const other = replaced(contents, 'model.diffusion_model.out.2.bias', () => ({ shape: [5] }));
    const wrong = { code: 'unexpected-weight', message: expect.stringContaining('conv_out.bias') };
    expect(build(other)).toThrow(expect.objectContaining(wrong));
  });
});

describe('configurations', () => {
  it.each([
    ['unet', { class_embed_type: 'timestep' }, 'unsupported-config', 'class_embed_type'],
    ['unet', { time_cond_proj_dim: 256 }, 'unsupported-model', 'latent consistency'],
    ['unet', { only_cross_attention: [true, false, false, false] }, 'unsupported-config', 'only_cross_attention'],
    ['text_encoder', { hidden_act: 'relu' }, 'unsupported-config', 'hidden_act'],
  ])('of %s that say %j are refused by name', (part, change, code, text) => {
    writeFolder(place('model'), 'sd1', { isBlank: true });
    const config = place('model', part, 'config.json');
    writeFileSync(config, JSON.stringify({ ...JSON.parse(readFileSync(config, 'utf8')), ...change }));
    const error = { code, message: expect.stringContaining(text) };
    expect(() => openModelSource(place('model'))).toThrow(expect.objectContaining(error));
  });
});
