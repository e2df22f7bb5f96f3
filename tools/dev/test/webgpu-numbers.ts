import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import { buildGradientModel } from '@facet/autodiff';
import { createScheduler, takeStep } from '@facet/diffusion';
import { createSession, foldModel } from '@facet/onnx';
import type { OnnxModel } from '@facet/onnx';

/**
 * Samples with a small network (convolution, normalisations, cross-attention, resize) and runs it backward, on the CPU and on the
 * WebGPU provider, and prints, as JSON, the largest difference per result relative to its largest value. A process of its own, since
 * the Vulkan driver is chosen by environment variables at start.
 */
const path = fileURLToPath(new URL('../../../libs/onnx/test/golden/net-torchscript.onnx', import.meta.url));
const shapes = { sample: [1, 4, 8, 8], context: [1, 3, 16] };

type Feeds = Record<string, ort.Tensor>;

/** Numbers in [-1, 1) from a linear congruential generator, so that every run sees the same input. */
function feeds(model: OnnxModel): Feeds {
  let state = 1;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const weights = new Set(model.proto.graph.initializer.map((tensor) => tensor.name));
  const result: Feeds = {};
  for (const { name, type } of model.proto.graph.input) {
    if (weights.has(name)) continue;
    const dims = type!.tensorType!.shape!.dim.map((dim) => dim.dimValue!);
    const count = dims.reduce((product, dim) => product * dim, 1);
    result[name] = new ort.Tensor('float32', Float32Array.from({ length: count }, next), dims);
  }
  return result;
}

async function open(model: OnnxModel, provider: 'cpu' | 'webgpu'): Promise<ort.InferenceSession> {
  // With CPU fallback disabled, a graph with a node that WebGPU lacks does not open.
  const extra = provider === 'webgpu' ? { session: { disable_cpu_ep_fallback: '1' } } : {};
  return createSession(model, { executionProviders: [provider], logSeverityLevel: 3, extra });
}

/** The network as noise predictor of three steps of DDIM. */
async function sample(session: ort.InferenceSession, given: Feeds): Promise<Float32Array> {
  const { steps } = createScheduler('ddim', { clip_sample: false }, 3);
  const { dims } = given.sample!;
  let latents = given.sample!.data as Float32Array;
  for (const step of steps) {
    const { out } = await session.run({ ...given, sample: new ort.Tensor('float32', latents, dims) });
    latents = takeStep(step, latents, out!.data as Float32Array).next;
  }
  return latents;
}

async function results(provider: 'cpu' | 'webgpu'): Promise<Record<string, Float32Array>> {
  const forward = await open(network, provider);
  const latents = await sample(forward, feeds(network));
  await forward.release();
  const backward = await open(gradient, provider);
  const outputs = Object.entries(await backward.run(feeds(gradient)));
  const copies = outputs.map(([name, value]) => [name, Float32Array.from(value.data as Float32Array)]);
  await backward.release();
  return { latents, ...Object.fromEntries(copies) };
}

function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  const largest = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]!))) / largest;
}

const network = await foldModel(path, { shapes });
const gradient = buildGradientModel(network, { of: ['out'], wrt: ['sample', 'context'] });
const [cpu, gpu] = [await results('cpu'), await results('webgpu')];
const differences = Object.entries(cpu).map(([name, expected]) => [name, relativeDifference(gpu[name]!, expected)]);
console.log(JSON.stringify(Object.fromEntries(differences)));
