import { fileURLToPath } from 'node:url';
import ort from 'onnxruntime-node';
import { buildGradientModel } from '@facet/autodiff';
import { createSession, foldModel } from '@facet/onnx';
import type { OnnxModel } from '@facet/onnx';

/**
 * Runs a small network (convolution, normalisations, cross-attention, resize) forward and backward on the CPU and on the WebGPU
 * provider and prints, as JSON, the largest difference per output relative to its largest value, and the nodes that
 * the WebGPU provider left to the CPU. A process of its own, since the Vulkan driver is chosen by environment variables at start.
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

async function run(model: OnnxModel, provider: 'cpu' | 'webgpu'): Promise<Record<string, Float32Array>> {
  // With CPU fallback disabled, a graph with a node that WebGPU lacks does not open.
  const extra = provider === 'webgpu' ? { session: { disable_cpu_ep_fallback: '1' } } : {};
  const session = await createSession(model, { executionProviders: [provider], logSeverityLevel: 3, extra });
  const outputs = await session.run(feeds(model));
  const copies = Object.entries(outputs).map(([name, value]) => [name, Float32Array.from(value.data as Float32Array)]);
  await session.release();
  return Object.fromEntries(copies);
}

async function differences(model: OnnxModel): Promise<Record<string, number>> {
  const [cpu, gpu] = [await run(model, 'cpu'), await run(model, 'webgpu')];
  const relative = Object.entries(cpu).map(([name, expected]): [string, number] => {
    const largest = Math.max(...expected.map(Math.abs));
    return [name, Math.max(...expected.map((value, i) => Math.abs(value - gpu[name]![i]!))) / largest];
  });
  return Object.fromEntries(relative);
}

const forward = await foldModel(path, { shapes });
const gradient = buildGradientModel(forward, { of: ['out'], wrt: ['sample', 'context'] });
console.log(JSON.stringify({ forward: await differences(forward), gradient: await differences(gradient) }));
