import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { golden, goldenLayers, modelFolder, relativeError, type Variant } from '../../test/golden-models.ts';
import { loadModel } from './load.ts';
import type { DiffusionModel } from '../types.ts';

/** float16 weights and float32 arithmetic against PyTorch's float32 throughout. */
const HALF_ERROR = 5e-3;

const variants: { variant: Variant; forwardMax: number; gradientMax: number }[] = [
  { variant: 'torchscript17', forwardMax: 1e-5, gradientMax: 1e-5 },
  { variant: 'dynamo18', forwardMax: 1e-5, gradientMax: 1e-5 },
  { variant: 'half14', forwardMax: HALF_ERROR, gradientMax: 10 * HALF_ERROR },
];

describe.each(variants)('the networks of a $variant export', ({ variant, forwardMax, gradientMax }) => {
  const folder = modelFolder(variant);
  let model: DiffusionModel;

  beforeAll(async () => {
    model = await loadModel(folder.path, { device: 'cpu', cacheDirectory: false, threads: 1 });
  });
  afterAll(async () => {
    await model.close();
    folder.remove();
  });

  it('finds the cross-attention layers in forward order with their groups', () => {
    expect(model.layers.map((layer) => layer.name)).toEqual(goldenLayers);
    expect(model.layers.map((layer) => layer.group).join(' ')).toBe('fine moderate coarse moderate moderate fine fine');
    expect(model.layers.map((layer) => layer.resolution)).toEqual([1, 0.5, 0.25, 0.5, 0.5, 1, 1]);
    expect(model.latentMultiple).toBe(4);
  });

  it('encodes edited embeddings as PyTorch does, with the pooled output at the end token', async () => {
    const { hidden, pooled } = await model.encodeText(golden('embeds').data, [6, 3]);
    expect(relativeError(hidden, golden('hidden').data)).toBeLessThan(1e-5);
    expect(relativeError(pooled!, golden('pooled').data)).toBeLessThan(1e-5);
  });

  it('gives the gradient of the embeddings as PyTorch does', async () => {
    const { hidden, gradEmbeds } = await model.textGradient(golden('embeds').data, golden('hidden_cotangent').data);
    expect(relativeError(hidden, golden('hidden').data)).toBeLessThan(1e-5);
    // This random encoder is ill-conditioned: PyTorch's float32 gradient is itself 5e-5 away from its float64 one.
    expect(relativeError(gradEmbeds, golden('grad_embeds').data)).toBeLessThan(1e-4);
  });

  it('predicts what the original U-Net predicts when all layers have one context', async () => {
    const contexts = model.layers.map(() => golden('context').data);
    const prediction = await model.predict(golden('latents'), [...golden('timesteps').data], contexts);
    expect(relativeError(prediction, golden('prediction').data)).toBeLessThan(forwardMax);
  });

  it.each(goldenLayers.map((name, layer) => ({ name, layer })))(
    'gives layer $name, and only it, its own context',
    async ({ layer }) => {
      const contexts = model.layers.map(({ index }) => golden(index === layer ? 'other_context' : 'context').data);
      const prediction = await model.predict(golden('latents'), [...golden('timesteps').data], contexts);
      expect(relativeError(prediction, golden(`prediction_changed_${layer}`).data)).toBeLessThan(forwardMax);
    },
  );

  it('gives losses and the gradient of every context as PyTorch does, in one run', async () => {
    const contexts = model.layers.map((_, layer) => golden(`loss_context_${layer}`).data);
    const result = await model.lossGradient({
      latents: golden('latents'),
      timesteps: [...golden('timesteps').data],
      contexts,
      target: golden('target').data,
      sampleWeights: [...golden('weights').data],
    });
    expect(relativeError(result.prediction, golden('loss_prediction').data)).toBeLessThan(forwardMax);
    expect(relativeError(result.losses, golden('losses').data)).toBeLessThan(forwardMax);
    for (const { index } of model.layers) {
      const error = relativeError(result.gradContexts[index]!, golden(`loss_grad_${index}`).data);
      expect(error, `layer ${index}`).toBeLessThan(gradientMax);
    }
  });

  it('gives only the wanted layers their gradients, and the same ones', async () => {
    const contexts = model.layers.map((_, layer) => golden(`loss_context_${layer}`).data);
    const { gradContexts } = await model.lossGradient({
      latents: golden('latents'),
      timesteps: [...golden('timesteps').data],
      contexts,
      target: golden('target').data,
      sampleWeights: [...golden('weights').data],
      wantedLayers: [4, 2],
    });
    expect(gradContexts.map((gradient) => gradient !== undefined)).toEqual(
      model.layers.map(({ index }) => index === 2 || index === 4),
    );
    for (const layer of [2, 4]) {
      expect(relativeError(gradContexts[layer]!, golden(`loss_grad_${layer}`).data)).toBeLessThan(gradientMax);
    }
  });

  it('gives the mean of the latents, not a sample', async () => {
    const latents = await model.encodeImage(golden('picture'));
    expect(latents.dims).toEqual(golden('picture_latents').dims);
    expect(relativeError(latents.data, golden('picture_latents').data)).toBeLessThan(forwardMax);
  });
});

describe('a float16 export that is kept in float16', () => {
  it('gives the same gradients within the precision of float16, also where unscaled ones would vanish', async () => {
    const folder = modelFolder('half14');
    const options = { device: 'cpu', cacheDirectory: false, threads: 1 } as const;
    const model = await loadModel(folder.path, { ...options, precision: 'stored' });
    const contexts = model.layers.map((_, layer) => golden(`loss_context_${layer}`).data);
    const gradients = (weight: number) =>
      model.lossGradient({
        latents: golden('latents'),
        timesteps: [...golden('timesteps').data],
        contexts,
        target: golden('target').data,
        sampleWeights: Array.from(golden('weights').data, (each) => each * weight),
      });
    const { gradContexts } = await gradients(1);
    const tiny = await gradients(2 ** -12);
    for (const { index } of model.layers) {
      expect(relativeError(gradContexts[index]!, golden(`loss_grad_${index}`).data), `layer ${index}`).toBeLessThan(
        0.05,
      );
      const restored = tiny.gradContexts[index]!.map((value) => value * 2 ** 12);
      expect(relativeError(restored, golden(`loss_grad_${index}`).data), `layer ${index}`).toBeLessThan(0.05);
    }
    await model.close();
    folder.remove();
  });
});

describe('the networks of one model', () => {
  const folder = modelFolder();
  let model: DiffusionModel;

  beforeAll(async () => {
    model = await loadModel(folder.path, { device: 'cpu', cacheDirectory: false, threads: 2 });
  });
  afterAll(async () => {
    await model.close();
    folder.remove();
  });

  it('decodes latents to pictures as PyTorch does', async () => {
    const decoded = await model.decodeLatents(golden('picture_latents'));
    expect(decoded.dims).toEqual(golden('decoded').dims);
    expect(relativeError(decoded.data, golden('decoded').data)).toBeLessThan(1e-5);
  });

  it('compares pictures and prompts as PyTorch does', async () => {
    const ids = [0, 1].map((n) => Array.from(golden('ids').data.subarray(n * 16, (n + 1) * 16)));
    const texts = await model.textEmbedding(ids);
    const pictures = await model.imageEmbedding(golden('image_pixels'));
    expect(
      relativeError(
        texts.flatMap((each) => [...each]),
        golden('text_embedding').data,
      ),
    ).toBeLessThan(1e-5);
    const similarity = await model.textImageSimilarity(golden('image_pixels'), ids);
    const dot = texts[1]!.reduce((sum, value, at) => sum + value * pictures[0]![at]!, 0);
    expect(similarity[0]![1]).toBeCloseTo(dot, 6);
  });

  it('gives bit-equal results when a run is repeated', async () => {
    const contexts = model.layers.map(() => golden('context').data);
    const run = () =>
      model.lossGradient({
        latents: golden('latents'),
        timesteps: [7.5, 300],
        contexts,
        target: golden('target').data,
        sampleWeights: [1, 1],
        wantedLayers: [0, 3],
      });
    const [first, second] = [await run(), await run()];
    expect(second).toEqual(first);
  });

  it('keeps the fraction of a timestep', async () => {
    const contexts = model.layers.map(() => golden('context').data);
    const at = (timestep: number) => model.predict(golden('latents'), [timestep, timestep], contexts);
    expect(relativeError(await at(10.5), await at(10))).toBeGreaterThan(1e-4);
  });

  it('encodes a batch of five prompts as it encodes each alone', async () => {
    const row = golden('embeds').data.subarray(0, 16 * 16);
    const batch = new Float32Array(5 * row.length);
    for (let n = 0; n < 5; n++)
      batch.set(
        row.map((value) => value * (1 + n / 10)),
        n * row.length,
      );
    const { hidden } = await model.encodeText(batch);
    const alone = await model.encodeText(batch.slice(4 * row.length));
    expect(relativeError(hidden.subarray(4 * row.length), alone.hidden)).toBeLessThan(1e-6);
  });
});
