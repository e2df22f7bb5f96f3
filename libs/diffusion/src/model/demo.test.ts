import { afterAll, describe, expect, it } from 'vitest';
import { goldenDemo, relativeError } from '../../test/golden-models.ts';
import { generate } from '../sampling/generate.ts';
import { demoModelDirectory } from './bundled.ts';
import { loadModel } from './load.ts';

const model = await loadModel(demoModelDirectory(), { device: 'cpu', cacheDirectory: false });
afterAll(() => model.close());

it('loads the bundled demo model: sixteen layers in three groups, pictures of 64 x 64', async () => {
  expect(model.layers.map((layer) => layer.group[0]).join('')).toBe('ffmmccccccmmmfff');
  expect(model.defaultLatentSize * model.vaeScale).toBe(64);
  const { data, dims } = await model.decodeLatents({ data: new Float32Array(4 * 16 * 16), dims: [1, 4, 16, 16] });
  expect(dims).toEqual([1, 3, 64, 64]);
  expect((await model.encodeImage({ data, dims })).dims).toEqual([1, 4, 16, 16]);
});

const numbers = (values: Float32Array | undefined): number[] => [...(values ?? [])];

describe('the demo model computes what PyTorch computes with the same weights, to 1e-5 of the largest value:', () => {
  it('the text encoding of disturbed embeddings and its gradient', async () => {
    const { hidden, gradEmbeds } = await model.textGradient(
      goldenDemo('embeds').data,
      goldenDemo('hidden_cotangent').data,
    );
    expect(relativeError(hidden, goldenDemo('hidden').data)).toBeLessThan(1e-5);
    expect(relativeError(gradEmbeds, goldenDemo('grad_embeds').data)).toBeLessThan(1e-5);
  });

  it("the loss and its gradient by the context of each of the U-Net's layers", async () => {
    const { prediction, losses, gradContexts } = await model.lossGradient({
      latents: goldenDemo('latents'),
      timesteps: [...goldenDemo('timesteps').data],
      contexts: model.layers.map(({ index }) => goldenDemo(`context_${index}`).data),
      target: goldenDemo('target').data,
      sampleWeights: [1],
    });
    expect(relativeError(prediction, goldenDemo('prediction').data)).toBeLessThan(1e-5);
    expect(relativeError(losses, goldenDemo('loss').data)).toBeLessThan(1e-5);
    const expected = model.layers.map(({ index }) => goldenDemo(`grad_${index}`).data);
    expect(relativeError(gradContexts.flatMap(numbers), expected.flatMap(numbers))).toBeLessThan(1e-5);
    // Over the largest value of each layer alone; PyTorch's own float32 is up to 1.6e-5 off its float64 there.
    for (const { index } of model.layers)
      expect(relativeError(gradContexts[index]!, expected[index]!), `layer ${index}`).toBeLessThan(2e-5);
  });
});

it.each(['ddim', 'dpm-solver++', 'euler'] as const)(
  "the demo model's latents after 20 steps of %s are those of diffusers within 1e-3",
  async (scheduler) => {
    const { latents } = await generate(model, {
      prompt: 'a striped drawing of a yellow cat lying',
      negativePrompt: 'watercolor',
      seeds: [7],
      steps: 20,
      guidance: 2.5,
      scheduler,
    });
    const expected = goldenDemo(`sampled_${scheduler}`).data;
    const worst = Math.max(...latents.data.map((value, i) => Math.abs(value - expected[i]!)));
    expect(worst).toBeLessThan(1e-3);
  },
);
