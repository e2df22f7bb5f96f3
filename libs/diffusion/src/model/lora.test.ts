import {
  checkpointContents,
  numbersOf,
  recipeOf,
  writeFolder,
  writeTensors,
  type Content,
} from '@facet/models/testing';
import { readSafetensors } from '@facet/safetensors';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { relativeError } from '../../test/golden-models.ts';
import { encodePrompt } from '../sampling/prompts.ts';
import { loadModel } from './load.ts';

const ERROR_MAX = 1e-5;

/** What tools/golden/lora.py gave to diffusers. */
const RANK = 4;
const ALPHA = 2;
const STRENGTH = 0.8;
const goldenPath = join(import.meta.dirname, '../../test/golden/lora.safetensors');
const golden = readSafetensors(readFileSync(goldenPath), goldenPath).tensors;

type Kind = 'sd1' | 'sdxl';
type Module = readonly [part: string, module: string];

function modulesOf(kind: Kind): Module[] {
  const level = kind === 'sd1' ? 'down_blocks.0' : 'down_blocks.1';
  const block = `${level}.attentions.0.transformer_blocks.0`;
  const towers = kind === 'sd1' ? ['text_encoder'] : ['text_encoder', 'text_encoder_2'];
  const layer = 'text_model.encoder.layers.0';
  return [
    ...['attn1.to_q', 'attn2.to_k', 'attn2.to_out.0', 'ff.net.0.proj'].map((name): Module => [
      'unet',
      `${block}.${name}`,
    ]),
    ...[`${level}.attentions.1.proj_in`, `${level}.resnets.0.conv1`, 'mid_block.attentions.0.proj_out'].map(
      (name): Module => ['unet', name],
    ),
    ...towers.flatMap((part) =>
      ['self_attn.q_proj', 'self_attn.out_proj', 'mlp.fc1'].map((name): Module => [part, `${layer}.${name}`]),
    ),
  ];
}

/** SDXL's modules as the original code names them. */
const original: Readonly<Record<string, string>> = {
  'down_blocks.1.attentions.0': 'input_blocks.4.1',
  'down_blocks.1.attentions.1': 'input_blocks.5.1',
  'down_blocks.1.resnets.0.conv1': 'input_blocks.4.0.in_layers.2',
  'mid_block.attentions.0': 'middle_block.1',
};

function kohyaKey(kind: Kind, part: string, module: string): string {
  const prefix = { unet: 'lora_unet', text_encoder: kind === 'sd1' ? 'lora_te' : 'lora_te1' }[part] ?? 'lora_te2';
  const place = kind === 'sdxl' ? Object.keys(original).find((each) => module.startsWith(each)) : undefined;
  const name = place === undefined ? module : original[place]! + module.slice(place.length);
  return `${prefix}_${name.replaceAll('.', '_')}`;
}

const forms = {
  kohya: (kind: Kind, [part, module]: Module) => {
    const key = kohyaKey(kind, part, module);
    return { down: `${key}.lora_down.weight`, up: `${key}.lora_up.weight`, alpha: `${key}.alpha` };
  },
  peft: (_kind: Kind, [part, module]: Module) => {
    const key = `${part}.${module}`;
    return { down: `${key}.lora_A.weight`, up: `${key}.lora_B.weight`, alpha: `${key}.alpha` };
  },
  'old diffusers': (_kind: Kind, [part, module]: Module) => {
    const old = module.replace(/(attn\d)\.(to_\w+)(\.0)?$/, '$1.processor.$2_lora');
    const key = `${part}.${old}${old === module ? '.lora' : ''}`;
    return { down: `${key}.down.weight`, up: `${key}.up.weight`, alpha: `${key.replace(/[._]lora$/, '')}.alpha` };
  },
} as const;

function loraContents(kind: Kind, form: keyof typeof forms): Content[] {
  return modulesOf(kind).flatMap(([part, module]) => {
    const shapes = new Map(recipeOf(kind).parts[part]!.tensors);
    const [out = 0, into = 0, ...kernel] = shapes.get(`${module}.weight`)!;
    const names = forms[form](kind, [part, module]);
    const tensor = (name: string, what: string, shape: number[]): Content => ({
      name,
      shape,
      data: () =>
        numbersOf(
          `lora/${part}/${module}/${what}`,
          shape.reduce((product, dim) => product * dim, 1),
          (u) => Math.fround(u) * Math.fround(0.3),
        ),
    });
    return [
      tensor(names.down, 'down', [RANK, into, ...kernel]),
      tensor(names.up, 'up', [out, RANK, ...kernel.map(() => 1)]),
      { name: names.alpha, shape: [], data: () => Float32Array.of(ALPHA) },
    ];
  });
}

const temporary = mkdtempSync(join(tmpdir(), 'facet-lora-'));
afterAll(() => rmSync(temporary, { recursive: true }));

const options = { device: 'cpu', threads: 1 } as const;

describe.each([
  ['sd1', 'checkpoint', 'kohya'],
  ['sd1', 'folder', 'old diffusers'],
  ['sdxl', 'checkpoint', 'peft'],
  ['sdxl', 'folder', 'kohya'],
] as const)('a LoRA merged into %s from a %s, by the keys of %s', (kind, form, keys) => {
  const place = (name: string): string => join(temporary, `${kind}-${form}-${keys}-${name}`);

  it('gives what diffusers gives with the same one fused', async () => {
    const path = place(form === 'folder' ? 'model' : 'model.safetensors');
    if (form === 'folder') writeFolder(path, kind);
    else writeTensors(path, checkpointContents(kind));
    const lora = { path: place('lora.safetensors'), strength: STRENGTH };
    writeTensors(lora.path, loraContents(kind, keys));
    const cacheDirectory = place('cache');
    const model = await loadModel(path, { ...options, source: { loras: [lora] }, cacheDirectory });
    const { hidden, pooled } = await encodePrompt(model, 'a photo of a cat');
    expect(relativeError(hidden, golden.get(`${kind}/hidden`)!.data)).toBeLessThan(ERROR_MAX);
    const expected = golden.get(`${kind}/pooled`)?.data ?? [];
    const error = pooled === undefined ? expected.length : relativeError(pooled, expected);
    expect(error).toBeLessThan(ERROR_MAX);
    const latents = { data: numbersOf('latents', 4 * 8 * 8), dims: [1, 4, 8, 8] };
    const contexts = model.layers.map(() => hidden);
    const prediction = await model.predict(latents, [501], contexts, pooled);
    expect(relativeError(prediction, golden.get(`${kind}/out_sample`)!.data)).toBeLessThan(ERROR_MAX);
    // Weights that can be trained are those of the model, whatever a LoRA adds to them.
    const plain = await loadModel(path, { ...options, cacheDirectory });
    expect(model.weights).toEqual(plain.weights);
    expect(model.fingerprint).not.toBe(plain.fingerprint);
    await Promise.all([model.close(), plain.close()]);
    const kept = readdirSync(cacheDirectory, { recursive: true, encoding: 'utf8' }).map((name) =>
      join(cacheDirectory, name),
    );
    expect(Math.max(...kept.map((each) => statSync(each).size))).toBeLessThan(8e6);
  });
});

describe('a LoRA', () => {
  const checkpoint = join(temporary, 'base.safetensors');
  const refusal = async (contents: readonly Content[]): Promise<unknown> => {
    writeTensors(
      checkpoint,
      checkpointContents('sd1').map(({ name, shape }) => ({ name, shape })),
    );
    const path = join(temporary, 'wrong.safetensors');
    writeTensors(path, contents);
    return loadModel(checkpoint, { ...options, source: { loras: [{ path, strength: 1 }] }, cacheDirectory: false });
  };

  it.each([
    [
      'for another family',
      () => loraContents('sdxl', 'kohya'),
      'unexpected-weight',
      /made for (another model|a model of another family)/,
    ],
    [
      'of another width',
      () => loraContents('sd1', 'kohya').map(({ name, shape }) => ({ name, shape: shape.map((dim) => dim * 2) })),
      'unexpected-weight',
      /another model/,
    ],
    ['that is a LoHa', () => [{ name: 'lora_unet_x.hada_w1_a', shape: [2, 2] }], 'unsupported-format', /LoHa/],
    ['that is no LoRA', () => [{ name: 'emb_params', shape: [1, 128] }], 'not-a-model', /no part of a LoRA/],
    [
      'with a part missing',
      () => loraContents('sd1', 'kohya').filter((_, at) => at !== 1),
      'corrupt-file',
      /only a part/,
    ],
  ] as const)('%s is refused by what it is', async (_, contents, code, says) => {
    await expect(refusal(contents())).rejects.toMatchObject({ code, message: expect.stringMatching(says) });
  });
});
