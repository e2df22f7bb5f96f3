import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildGradientModel } from '@facet/autodiff';
import { createSession, readModel } from '@facet/onnx';
import { readSafetensors } from '@facet/safetensors';
import { Tensor as RuntimeTensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { golden, goldenFolder, modelFolder, relativeError, type Variant } from '../../test/golden-models.ts';
import { foldPart } from '../parts/fold-part.ts';
import { GraphCache } from '../parts/graph-cache.ts';
import { loadModel } from '../model/load.ts';
import type { UnetWeight } from '../types.ts';
import { prepareUnet } from './graph.ts';
import { contextName } from '@facet/models';
import { readWeight, unetWeights, weightsAsInputs } from './weights.ts';

const folder = join(goldenFolder, 'weights');
const { tensors } = readSafetensors(readFileSync(join(folder, 'unet.safetensors')), 'unet.safetensors');
const values = (name: string): Float32Array => tensors.get(name)!.data;
const parameters = [...tensors.keys()].filter((key) => key.startsWith('grad.')).map((key) => key.slice(5));

/** A matrix the other way round, as linear layers are stored for MatMul. */
function transposed(data: Float32Array, [rows, columns]: readonly number[]): Float32Array {
  return Float32Array.from(data, (_, i) => data[(i % rows!) * columns! + Math.floor(i / rows!)]!);
}

/** As `probes` of tools/golden/weights.py. */
function probes(gradient: Float32Array): number[] {
  const sums = [0, 1, 2].map((k) => gradient.reduce((sum, value, i) => sum + value * Math.cos((k + 1) * i + k), 0));
  return [Math.hypot(...gradient), ...sums];
}

const startsWith = (data: Float32Array, start: Float32Array): boolean => start.every((value, i) => value === data[i]);

describe.each(['torchscript17', 'dynamo18', 'dynamo23'])('the weights of a U-Net exported by %s', async (exporter) => {
  const path = join(folder, `unet-${exporter}.onnx`);
  const graph = readModel(path);
  const { base, layers } = await prepareUnet({ graph, cache: new GraphCache(undefined, graph, 'float', path) });
  const weights = unetWeights(base, layers.length);
  const ordered = new Map<string, { weight: UnetWeight; isTransposed: boolean }>();
  for (const weight of weights) {
    const data = readWeight(base, weight.name);
    for (const parameter of parameters) {
      const start = values(`value.${parameter}`);
      const isMatrix = weight.dims.length === 2;
      if (startsWith(data, start)) ordered.set(parameter, { weight, isTransposed: false });
      else if (isMatrix && startsWith(transposed(data, weight.dims), start))
        ordered.set(parameter, { weight, isTransposed: true });
    }
  }

  it("are all of PyTorch's parameters and nothing else", () => {
    expect([...ordered.keys()].toSorted()).toEqual(parameters.toSorted());
    expect(weights).toHaveLength(parameters.length);
  });

  it('tell which read the prompt, and in which layer', () => {
    for (const [parameter, { weight }] of ordered) {
      const isProjection = /attn2\.to_[kv]\.weight$/.test(parameter);
      const layer = layers.findIndex((name) => parameter.includes(name));
      expect([parameter, weight.conditioningLayer]).toEqual([parameter, isProjection ? layer : undefined]);
    }
  });

  it("have PyTorch's gradients, each of them", async () => {
    const names = weights.map(({ name }) => name);
    const context = tensors.get('in.encoder_hidden_states')!;
    const inputs = {
      sample: tensors.get('in.sample')!,
      timestep: { data: Float32Array.of(3, 700), dims: [2] },
      ...Object.fromEntries(layers.map((_, layer) => [contextName(layer), context])),
      ...Object.fromEntries(weights.map(({ name, dims }) => [name, { data: readWeight(base, name), dims }])),
    };
    const { sample, timestep } = inputs;
    const shapes = { sample: sample.dims, timestep: timestep.dims };
    const contexts = Object.fromEntries(layers.map((_, layer) => [contextName(layer), context.dims]));
    const folded = await foldPart('U-Net', weightsAsInputs(base, names), { ...shapes, ...contexts });
    const session = await createSession(buildGradientModel(folded, { of: ['out'], wrt: names }), {
      logSeverityLevel: 4,
      intraOpNumThreads: 1,
    });
    const given = { ...inputs, 'grad/out': tensors.get('cotangent')! };
    const results = await session.run(
      Object.fromEntries(
        Object.entries(given).map(([name, { data, dims }]) => [name, new RuntimeTensor('float32', data, dims)]),
      ),
    );
    const wrong: { parameter: string; error: number }[] = [];
    for (const [parameter, { weight, isTransposed }] of ordered) {
      const raw = results[`grad/${weight.name}`]!.data as Float32Array;
      const gradient = isTransposed ? transposed(raw, weight.dims) : raw;
      const expected = values(`grad.${parameter}`);
      const error = relativeError(gradient.length <= 64 ? gradient : probes(gradient), expected);
      if (!(error < 1e-5)) wrong.push({ parameter, error });
    }
    await session.release();
    expect(wrong).toEqual([]);
  });
});

const variants: { variant: Variant; precision: 'float32' | 'stored'; errorMax: number }[] = [
  { variant: 'torchscript17', precision: 'stored', errorMax: 1e-5 },
  { variant: 'dynamo18', precision: 'stored', errorMax: 1e-5 },
  { variant: 'half14', precision: 'float32', errorMax: 1e-5 },
  { variant: 'half14', precision: 'stored', errorMax: 5e-3 },
];

describe.each(variants)(
  'a model with weights of its own, $variant in $precision',
  ({ variant, precision, errorMax }) => {
    it('predicts with them, and with its own values as the model does without', async () => {
      const { path, remove } = modelFolder(variant);
      const model = await loadModel(path, { device: 'cpu', cacheDirectory: false, threads: 1, precision });
      const own = new Map(model.weights.map(({ name }) => [name, model.weight(name)]));
      const view = model.withWeights(own);
      const contexts = model.layers.map(() => golden('context').data);
      const predict = (of: typeof model) => of.predict(golden('latents'), [...golden('timesteps').data], contexts);
      const expected = await predict(model);
      expect(relativeError(await predict(view), expected)).toBeLessThan(errorMax);
      const last = own.get(model.weights.findLast(({ name }) => name.includes('conv_out'))!.name)!;
      last.fill(0);
      expect(relativeError(await predict(view), expected)).toBeGreaterThan(0.01);
      expect(await predict(model)).toEqual(expected);
      await model.close();
      remove();
    });
  },
);

describe('withWeights', () => {
  it('refuses unknown names, wrong sizes, and gradients of weights that are fixed', async () => {
    const { path, remove } = modelFolder();
    const model = await loadModel(path, { device: 'cpu', cacheDirectory: false, threads: 1 });
    const [weight] = model.weights as [UnetWeight];
    expect(() => model.withWeights(new Map([['nothing', new Float32Array(1)]]))).toThrow(/no weight 'nothing'/);
    expect(() => model.withWeights(new Map([[weight.name, new Float32Array(1)]]))).toThrow(/so 288 numbers; got 1/);
    const latents = golden('latents');
    const contexts = model.layers.map(() => golden('context').data);
    const steps = [...golden('timesteps').data];
    const gradient = model.lossGradient({
      latents,
      timesteps: steps,
      contexts,
      target: latents.data,
      sampleWeights: [1, 1],
      wantedLayers: [0],
      wantedWeights: [weight.name],
    });
    await expect(gradient).rejects.toThrow(/holds it fixed/);
    await model.close();
    remove();
  });
});
