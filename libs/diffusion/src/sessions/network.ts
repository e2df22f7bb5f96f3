import type { Device } from '@facet/base';
import { Tensor as RuntimeTensor, type InferenceSession } from 'onnxruntime-node';
import { createSession, type OnnxModel } from '@facet/onnx';
import { ModelError } from '../model-error.ts';
import type { Tensor } from '../types.ts';

export interface SessionSettings {
  readonly device: Device;
  readonly threads: number;
}

export interface NetworkSettings extends SessionSettings {
  /** Whether ONNX Runtime takes the memory of a whole run as one block and keeps it, which is faster and takes more. */
  readonly plansMemory: boolean;
  /** Whether what depends on weights alone is computed when the session is opened, wider weights for one, or at each run. */
  readonly foldsWeights: boolean;
}

/** One session of a graph whose inputs and outputs are float32. */
export class Network {
  readonly #session: InferenceSession;
  private constructor(session: InferenceSession) {
    this.#session = session;
  }

  /** @throws {OnnxError} `runtime-refused` */
  static async open(model: OnnxModel, settings: NetworkSettings): Promise<Network> {
    const session = await createSession(model, {
      executionProviders: settings.device === 'cpu' ? ['cpu'] : [settings.device, 'cpu'],
      intraOpNumThreads: settings.threads,
      interOpNumThreads: 1,
      enableMemPattern: settings.plansMemory,
      enableCpuMemArena: settings.plansMemory,
      executionMode: 'sequential',
      // With constant folding and merging of equal nodes alone switched off, a pass of XL's U-Net took 5 GB more.
      graphOptimizationLevel: settings.foldsWeights ? 'all' : 'disabled',
      // Threads that wait by spinning burn the cores that other processes want, and gain little on graphs of this size.
      extra: {
        session: { intra_op: { allow_spinning: '0' } },
      },
      logSeverityLevel: 3,
    });
    return new Network(session);
  }

  /** Runs the graph; an array that feeds several inputs is handed over once. */
  async run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Record<string, Tensor>> {
    const tensors = new Map<Float32Array, RuntimeTensor>();
    const inputs: Record<string, RuntimeTensor> = {};
    for (const name of this.#session.inputNames) {
      const feed = feeds[name];
      if (!feed)
        throw new ModelError('unexpected-graph', `The graph wants the input '${name}', which Facet does not feed.`);
      const tensor = tensors.get(feed.data) ?? new RuntimeTensor('float32', feed.data, feed.dims);
      tensors.set(feed.data, tensor);
      inputs[name] = tensor;
    }
    const results = await this.#session.run(inputs, outputs);
    return Object.fromEntries(outputs.map((name) => [name, toTensor(name, results[name]!)]));
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

function toTensor(name: string, { data, dims, type }: RuntimeTensor): Tensor {
  if (data instanceof Float32Array) return { data, dims };
  throw new ModelError('unexpected-graph', `The graph's output '${name}' is ${type}, not float32.`);
}
