import {
  createSession,
  DataType,
  inferValueInfo,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type OnnxModel,
} from '@facet/onnx';
import ort from 'onnxruntime-node';
import { buildGradientModel } from '../src/index.ts';
import { asTensor, random, size, type Input, type RuleCase } from './case.ts';

type Feeds = Record<string, ort.Tensor>;
type Results = ort.InferenceSession.OnnxValueMapType;
type Given = NonNullable<Input>;

export interface Comparison {
  /** Largest difference between gradient and finite difference, over the largest gradient. */
  readonly error: number;
  readonly tolerance: number;
}

/** Compares a rule with central differences, both computed by ONNX Runtime, for a few elements of each wanted input. */
export async function compare(each: RuleCase): Promise<Comparison> {
  const missing = /NOT_IMPLEMENTED|INVALID_GRAPH|Type Error|Could not find an implementation/;
  if (!each.inFloat32) {
    try {
      return { error: await relativeError(each, DataType.DOUBLE, 1e-4), tolerance: 2e-6 };
    } catch (error) {
      // Not every kernel exists in float64.
      if (!missing.test(String(error))) throw error;
    }
  }
  return { error: await relativeError(each, DataType.FLOAT, 1e-2), tolerance: 5e-3 };
}

// Not beyond `basic`: higher levels put float32-only kernels into float64 graphs.
const quiet = { logSeverityLevel: 4, intraOpNumThreads: 1, graphOptimizationLevel: 'basic' } as const;

const types: Readonly<Record<string, number>> = {
  float32: DataType.FLOAT,
  float64: DataType.DOUBLE,
  int64: DataType.INT64,
};

async function relativeError(each: RuleCase, type: number, step: number): Promise<number> {
  const { inputs } = each;
  const given = inputs.flatMap((input, i) => (input && !input.constant ? [{ i, input }] : []));
  const feeds: Feeds = Object.fromEntries(given.map(({ i, input }) => [`x${i}`, feed(input, type)]));
  const model = await modelOf(each, type);
  const session = await createSession(model, quiet);
  const first = await session.run(feeds);
  // ONNX Runtime infers no shape for operators that are functions of others; the results have one.
  model.proto.graph.output = Object.entries(first).map(([name, { type: kind, dims }]) =>
    valueInfo(name, types[kind]!, dims.map(Number)),
  );

  const draw = random(3);
  const cotangents = new Map<string, Given>();
  for (const i of each.of ?? [0]) {
    const dims = first[`y${i}`]!.dims.map(Number);
    const data = Array.from({ length: size(dims) }, () => draw() * 2 - 1);
    cotangents.set(`y${i}`, { kind: 'float', dims, data, constant: false });
  }
  const wrt = each.wrt ?? given.flatMap(({ i, input }) => (input.kind === 'float' ? [i] : []));
  const request = { of: [...cotangents.keys()], wrt: wrt.map((i) => `x${i}`) };
  const backward = await createSession(buildGradientModel(model, request), quiet);
  const seeds = [...cotangents].map(
    ([output, seed]) => [`grad/${output}`, feed(seed, types[first[output]!.type]!)] as const,
  );
  const gradients = await backward.run({ ...feeds, ...Object.fromEntries(seeds) });

  let worst = 0;
  for (const i of wrt) {
    const input = inputs[i]!;
    const gradient = Array.from(gradients[`grad/x${i}`]!.data as Float64Array);
    if (gradient.length !== size(input.dims)) throw new Error(`gradient of input ${i} has ${gradient.length} elements`);
    const scale = Math.max(...gradient.map(Math.abs), 1e-3);
    for (const at of places(gradient.length, draw)) {
      const loss = async (delta: number): Promise<number> => {
        const moved = { ...input, data: input.data.map((value, k) => (k === at ? value + delta : value)) };
        return lossOf(await session.run({ ...feeds, [`x${i}`]: feed(moved, type) }), cotangents);
      };
      const difference = ((await loss(step)) - (await loss(-step))) / (2 * step);
      worst = Math.max(worst, Math.abs(difference - gradient[at]!) / scale);
    }
  }
  await session.release();
  await backward.release();
  return worst;
}

/** All elements of a small tensor, eight of a larger one. */
function places(length: number, draw: () => number): number[] {
  return Array.from({ length: Math.min(length, 8) }, (_, i) => (length <= 8 ? i : Math.floor(draw() * length)));
}

function lossOf(results: Results, cotangents: ReadonlyMap<string, Given>): number {
  let loss = 0;
  for (const [output, { data }] of cotangents) {
    const values = results[output]!.data as Float64Array;
    for (const [k, cotangent] of data.entries()) loss += cotangent * values[k]!;
  }
  return loss;
}

function feed(input: Given, type: number): ort.Tensor {
  if (input.kind === 'int64') return new ort.Tensor('int64', BigInt64Array.from(input.data, BigInt), input.dims);
  if (input.kind === 'bool') return new ort.Tensor('bool', Uint8Array.from(input.data), input.dims);
  return type === DataType.DOUBLE
    ? new ort.Tensor('float64', Float64Array.from(input.data), input.dims)
    : new ort.Tensor('float32', Float32Array.from(input.data), input.dims);
}

/** The nodes with their constants, every value declared as ONNX Runtime infers it. */
async function modelOf(each: RuleCase, type: number): Promise<OnnxModel> {
  const { inputs } = each;
  const outputs = Array.from({ length: each.outputs ?? 1 }, (_, i) => `y${i}`);
  const names = inputs.map((input, i) => (input ? `x${i}` : ''));
  const typeOf = ({ kind }: Given): number =>
    kind === 'int64' ? DataType.INT64 : kind === 'bool' ? DataType.BOOL : type;
  const graph = makeGraph({
    nodes: each.nodes ? each.nodes() : [makeNode(each.op, names, outputs, each.attributes, 'tested')],
    inputs: inputs.flatMap((input, i) =>
      input && !input.constant ? [valueInfo(`x${i}`, typeOf(input), input.dims)] : [],
    ),
    outputs: outputs.map((name) => ({ name, metadataProps: [] })),
    initializers: inputs.flatMap((input, i) => (input?.constant ? [asTensor(`x${i}`, input, type)] : [])),
  });
  const model = makeModel(graph, { opset: each.opset ?? 18 });
  const infos = await inferValueInfo(model);
  graph.output = outputs.map((name) => infos.get(name)!);
  graph.valueInfo = [...infos.values()].filter(({ name }) => !outputs.includes(name));
  return model;
}
