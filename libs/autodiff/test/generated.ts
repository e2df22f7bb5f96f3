import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { createSession, parseModel, type OnnxModel } from '@facet/onnx';
import ort from 'onnxruntime-node';
import { AutodiffError, differentiate } from '../src/index.ts';

interface GoldenTensor {
  readonly dims: readonly number[];
  readonly type: 'float32' | 'float64' | 'int64' | 'int32' | 'bool';
  readonly data: readonly number[];
}

/** A random graph with PyTorch's answers; `tools/golden/gradient_graphs.py` makes them. */
export interface GeneratedGraph {
  readonly name: string;
  readonly operator: string;
  readonly opset: number;
  /** The ONNX file in base64. */
  readonly model: string;
  readonly inputs: Readonly<Record<string, GoldenTensor>>;
  readonly cotangents: Readonly<Record<string, GoldenTensor>>;
  readonly outputs: Readonly<Record<string, GoldenTensor>>;
  readonly gradients: Readonly<Record<string, GoldenTensor>>;
  /** What onnx-ad said of the same graph. */
  readonly onnxAd: 'agrees' | 'refuses' | 'differs, and central differences agree with PyTorch';
}

export function readGenerated(path: string): GeneratedGraph[] {
  return JSON.parse(gunzipSync(readFileSync(path)).toString()) as GeneratedGraph[];
}

export function modelOf(graph: GeneratedGraph): OnnxModel {
  return parseModel(Buffer.from(graph.model, 'base64'));
}

/**
 * The largest error of any output or gradient over its largest value, by the whole way from file to numbers; or the refusal.
 * Infinite for a result of another shape or one that is not finite.
 * @param model in place of the graph's own
 * @param wrt whose gradients are asked for; all that are known when not given
 */
export async function errorOf(
  graph: GeneratedGraph,
  model: OnnxModel = modelOf(graph),
  wrt: readonly string[] = Object.keys(graph.gradients),
): Promise<number | AutodiffError> {
  let gradient: OnnxModel;
  try {
    gradient = await differentiate(model, { of: Object.keys(graph.cotangents), wrt });
  } catch (error) {
    if (error instanceof AutodiffError) return error;
    throw error;
  }
  const session = await createSession(gradient, { logSeverityLevel: 4, intraOpNumThreads: 1 });
  const results = await session.run({ ...feeds(graph.inputs, ''), ...feeds(graph.cotangents, 'grad/') });
  await session.release();
  const expected = [
    ...Object.entries(graph.outputs),
    ...wrt.map((name) => [`grad/${name}`, graph.gradients[name]!] as const),
  ];
  return Math.max(...expected.map(([name, want]) => relativeError(results[name]!, want)));
}

/** The numbers that a graph is run with; cotangents go by `grad/` and their output's name. */
export function feeds(tensors: Readonly<Record<string, GoldenTensor>>, prefix: string): Record<string, ort.Tensor> {
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [prefix + name, feed(tensor)]));
}

function feed({ dims, type, data }: GoldenTensor): ort.Tensor {
  if (type === 'int64') return new ort.Tensor(type, BigInt64Array.from(data, BigInt), dims);
  if (type === 'bool') return new ort.Tensor(type, Uint8Array.from(data), dims);
  return new ort.Tensor(type, data, dims);
}

function relativeError(actual: ort.Tensor, { dims, data }: GoldenTensor): number {
  if (actual.dims.join() !== dims.join()) return Infinity;
  const found = actual.data as Float32Array;
  const scale = Math.max(0.1, ...data.map(Math.abs));
  const worst = Math.max(0, ...data.map((value, i) => Math.abs(value - found[i]!)));
  return Number.isFinite(worst) ? worst / scale : Infinity;
}
