/// <reference lib="es2025.float16" />
import { Tensor as RuntimeTensor, type InferenceSession } from 'onnxruntime-node';
import { createSession, type OnnxModel } from '@facet/onnx';
import { ModelError } from './errors.ts';
import type { Device, Tensor } from './types.ts';

export interface SessionSettings {
  readonly device: Device;
  readonly threads: number;
}

/** One session, fed and read in float32 whatever the graph's own types are. */
export class Network {
  readonly #session: InferenceSession;
  readonly #types: ReadonlyMap<string, string>;

  private constructor(session: InferenceSession) {
    this.#session = session;
    this.#types = new Map(session.inputMetadata.flatMap((each) => (each.isTensor ? [[each.name, each.type]] : [])));
  }

  /** @throws {OnnxError} `runtime-refused` */
  static async open(model: OnnxModel, settings: SessionSettings): Promise<Network> {
    const session = await createSession(model, {
      executionProviders: settings.device === 'cpu' ? ['cpu'] : [settings.device, 'cpu'],
      intraOpNumThreads: settings.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      logSeverityLevel: 3,
    });
    return new Network(session);
  }

  /**
   * Runs the graph. A feed is converted to the input's type; equal arrays are converted once.
   * @throws {ModelError} `unexpected-graph` when an input is not float32, float16 or an integer
   */
  async run(feeds: Readonly<Record<string, Tensor>>, outputs: readonly string[]): Promise<Record<string, Tensor>> {
    const converted = new Map<Float32Array, RuntimeTensor>();
    const inputs: Record<string, RuntimeTensor> = {};
    for (const [name, tensor] of Object.entries(feeds)) {
      const type = this.#types.get(name);
      if (type === undefined) continue;
      const known = type === 'float32' ? converted.get(tensor.data) : undefined;
      inputs[name] = known ?? toRuntime(name, type, tensor);
      if (!known && type === 'float32') converted.set(tensor.data, inputs[name]);
    }
    const results = await this.#session.run(inputs, outputs);
    return Object.fromEntries(outputs.map((name) => [name, fromRuntime(results[name]!)]));
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

function toRuntime(name: string, type: string, { data, dims }: Tensor): RuntimeTensor {
  if (type === 'float32') return new RuntimeTensor('float32', data, dims);
  if (type === 'float16') {
    const half = new Float16Array(data);
    return new RuntimeTensor('float16', new Uint16Array(half.buffer), dims);
  }
  if (type === 'int64') {
    return new RuntimeTensor(
      'int64',
      BigInt64Array.from(data, (value) => BigInt(Math.round(value))),
      dims,
    );
  }
  throw new ModelError(
    'unexpected-graph',
    `The graph's input '${name}' has the type ${type}, which Facet does not feed.`,
  );
}

function fromRuntime(tensor: RuntimeTensor): Tensor {
  const { data, dims } = tensor;
  if (data instanceof Float32Array) return { data, dims };
  if (tensor.type === 'float16') {
    const halves = data instanceof Float16Array ? data : new Float16Array((data as Uint16Array<ArrayBuffer>).buffer);
    return { data: Float32Array.from(halves), dims };
  }
  return { data: Float32Array.from(data as ArrayLike<number>, Number), dims };
}
