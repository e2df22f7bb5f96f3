import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession, foldModel, isExternal, type OnnxModel } from '@facet/onnx';
import { Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkpointContents, goldenOf, kinds, recipeOf, writeFolder, writeTensors } from '../test/model-files.ts';
import { numbersOf } from '../test/numbers.ts';
import { relativeError } from '../test/relative-error.ts';
import { buildTextTower, type TextOutput } from './clip/text.ts';
import { buildVisionTower } from './clip/vision.ts';
import { openModelSource } from './open.ts';
import type { ModelSource } from './sources/source.ts';
import { buildUnet, contextName } from './unet/build.ts';
import { buildVaeDecoder, buildVaeEncoder } from './vae/build.ts';

const ERROR_MAX = 1e-5;

type Feeds = Readonly<Record<string, { readonly data: Float32Array; readonly dims: readonly number[] }>>;

/** Feeds by name and shape, filled with the numbers that the golden script used. */
const feed = (name: string, dims: readonly number[], map?: (u: number) => number): Feeds[string] => {
  const data = numbersOf(
    name,
    dims.reduce((product, dim) => product * dim, 1),
  );
  return { data: map ? data.map(map) : data, dims };
};

async function run(model: OnnxModel, feeds: Feeds): Promise<Record<string, Float32Array>> {
  const session = await createSession(model, { logSeverityLevel: 3 });
  try {
    const tensors = Object.entries(feeds).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]);
    const results = await session.run(Object.fromEntries(tensors));
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]));
  } finally {
    await session.release();
  }
}

const isSmall = (tensor: { dims: readonly number[] }): boolean => tensor.dims.reduce((a, b) => a * b, 1) <= 77 * 77;

describe.each(kinds.flatMap((kind) => (['folder', 'checkpoint'] as const).map((form) => ({ kind, form }))))(
  'the networks of $kind from a $form',
  ({ kind, form }) => {
    const temporary = mkdtempSync(join(tmpdir(), 'facet-models-'));
    const path = join(temporary, form === 'folder' ? 'model' : 'model.safetensors');
    const golden = goldenOf(kind);
    let source: ModelSource;

    beforeAll(() => {
      if (form === 'folder') writeFolder(path, kind);
      else writeTensors(path, checkpointContents(kind));
      source = openModelSource(path);
    });
    afterAll(() => rmSync(temporary, { recursive: true }));

    const unetFeeds = (): Feeds => {
      const { contextWidth, added } = source.unet.config;
      const contexts = recipeOf(kind).layers.map(
        (_, layer) => [contextName(layer), feed(`context/${layer}`, [2, 5, contextWidth])] as const,
      );
      const sizes = {
        text_embeds: feed('text_embeds', [2, 192]),
        time_ids: feed('time_ids', [2, 6], (u) => (u + 1) * 512),
      };
      return {
        sample: feed('latents', [2, 4, 16, 16]),
        timestep: { data: Float32Array.of(999, 20.5), dims: [2] },
        ...Object.fromEntries(contexts),
        ...(added ? sizes : {}),
      };
    };

    it('are known by their family and the layers that diffusers has, in forward order', () => {
      expect(source.family).toBe(kind);
      const { layers } = buildUnet(source.unet.weights, source.unet.config);
      expect(layers).toEqual(recipeOf(kind).layers);
    });

    it('copy no weight: what is not read from the files is small and no weight', () => {
      const models = [
        buildUnet(source.unet.weights, source.unet.config).model,
        buildVaeDecoder(source.vae.weights, source.vae.config),
        buildVaeEncoder(source.vae.weights, source.vae.config),
        ...source.textTowers.map(({ weights, config }) => buildTextTower(weights, config, ['last_hidden_state'])),
      ];
      for (const { proto } of models) {
        const inside = proto.graph.initializer.filter((tensor) => !isExternal(tensor));
        expect(inside.every(isSmall)).toBe(true);
        expect(proto.graph.initializer.length - inside.length).toBeGreaterThan(20);
      }
    });

    it('predict what diffusers predicts, each cross-attention layer with its own context', async () => {
      const { model } = buildUnet(source.unet.weights, source.unet.config);
      const { out_sample } = await run(model, unetFeeds());
      expect(relativeError(out_sample!, golden('out_sample').data)).toBeLessThan(ERROR_MAX);
    });

    it('predict the same once shapes are fixed and constants folded', async () => {
      const { model } = buildUnet(source.unet.weights, source.unet.config);
      const feeds = unetFeeds();
      const shapes = Object.fromEntries(Object.entries(feeds).map(([name, { dims }]) => [name, dims]));
      const folded = await foldModel(model, { shapes });
      const operators = new Set(folded.proto.graph.node.map(({ opType }) => opType));
      expect([...operators].filter((each) => ['Shape', 'Slice', 'Gather', 'Identity', 'Cast'].includes(each))).toEqual(
        [],
      );
      const { out_sample } = await run(folded, feeds);
      expect(relativeError(out_sample!, golden('out_sample').data)).toBeLessThan(ERROR_MAX);
    });

    it('encode text as transformers does: last, second to last and pooled', async () => {
      for (const [at, { weights, config }] of source.textTowers.entries()) {
        const part = at === 0 ? 'text_encoder' : 'text_encoder_2';
        const outputs: TextOutput[] = ['last_hidden_state', 'penultimate_hidden_state'];
        const hasPooled = config.projectionWidth !== undefined;
        if (hasPooled) outputs.push('text_embeds');
        const { width, contextLength } = config;
        const endPosition = new Float32Array(contextLength);
        endPosition[8] = 1;
        const found = await run(buildTextTower(weights, config, outputs), {
          inputs_embeds: feed(`${part}/embeds`, [1, contextLength, width]),
          ...(hasPooled ? { end_position: { data: endPosition, dims: [1, contextLength] } } : {}),
        });
        const shown = (data: Float32Array): Float32Array => data.subarray(0, golden(`${part}/last`).data.length);
        const last = relativeError(shown(found.last_hidden_state!), golden(`${part}/last`).data);
        const penultimate = relativeError(shown(found.penultimate_hidden_state!), golden(`${part}/penultimate`).data);
        expect(last).toBeLessThan(ERROR_MAX);
        expect(penultimate).toBeLessThan(ERROR_MAX);
        expect(hasPooled).toBe(part === 'text_encoder_2');
        if (!hasPooled) continue;
        expect(relativeError(found.text_embeds!, golden(`${part}/text_embeds`).data)).toBeLessThan(ERROR_MAX);
      }
    });

    it('encode and decode pictures as diffusers does', async () => {
      const { weights, config } = source.vae;
      const { latent_parameters } = await run(buildVaeEncoder(weights, config), {
        sample: feed('picture', [1, 3, 32, 64]),
      });
      expect(relativeError(latent_parameters!, golden('moments').data)).toBeLessThan(ERROR_MAX);
      const latents = feed('decoder_latents', [1, 4, 4, 4]);
      const { sample } = await run(buildVaeDecoder(weights, config), { latent_sample: latents });
      expect(relativeError(sample!, golden('decoded').data)).toBeLessThan(ERROR_MAX);
    });
  },
);

describe('the image encoder of a folder', () => {
  it('sees pictures as transformers does', async () => {
    const path = mkdtempSync(join(tmpdir(), 'facet-models-'));
    writeFolder(path, 'sd1');
    const { weights, config } = openModelSource(path).visionTower!;
    const pixels = feed('pixels', [2, 3, 32, 32]);
    const { image_embeds } = await run(buildVisionTower(weights, config), { pixel_values: pixels });
    expect(relativeError(image_embeds!, goldenOf('sd1')('image_embeds').data)).toBeLessThan(ERROR_MAX);
    rmSync(path, { recursive: true });
  });
});
