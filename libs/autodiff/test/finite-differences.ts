import { createSession, DataType, makeGraph, makeModel, makeNode, valueInfo, type OnnxModel } from '@facet/onnx';
import ort from 'onnxruntime-node';
import { buildGradientModel } from '../src/index.ts';
import { asTensor, random, size, type Input, type RuleCase } from './case.ts';

type Feeds = Record<string, ort.Tensor>;
type Session = Awaited<ReturnType<typeof createSession>>;

export interface Comparison {
  /** Largest difference between gradient and finite difference, over the largest gradient. */
  readonly error: number;
  readonly tolerance: number;
}

/** Compares a rule with central differences, both computed by ONNX Runtime, for a few elements of each wanted input. */
export async function compare(each: RuleCase): Promise<Comparison> {
  try {
    if (each.inFloat32) throw new Error('NOT_IMPLEMENTED');
    return { error: await relativeError(each, DataType.DOUBLE, 1e-4), tolerance: 2e-6 };
  } catch (error) {
    // Not every kernel exists in float64.
    if (!/NOT_IMPLEMENTED|INVALID_GRAPH|Type Error|Could not find an implementation/.test(String(error))) throw error;
  }
  return { error: await relativeError(each, DataType.FLOAT, 1e-2), tolerance: 5e-3 };
}

const name = (i: number): string => `x${i}`;
const outputName = (i: number): string => `y${i}`;

function isGiven(input: Input): input is NonNullable<Input> {
  return input !== undefined && !input.constant;
}

async function relativeError(each: RuleCase, type: number, step: number): Promise<number> {
  const { inputs } = each;
  const feeds: Feeds = {};
  for (const [i, input] of inputs.entries()) if (isGiven(input)) feeds[name(i)] = feed(input, type);
  const plain = model(each, type, undefined);
  const session = await createSession(plain, quiet);
  const first = await session.run(feeds);
  const outputs = each.of ?? [0];
  const draw = random(3);
  const cotangents = new Map(
    outputs
      .map((i) => [i, first[outputName(i)]!.dims.map(Number)] as const)
      .map(([i, dims]) => [i, { dims, data: Array.from({ length: size(dims) }, () => draw() * 2 - 1) }]),
  );
  const wrt = each.wrt ?? inputs.flatMap((input, i) => (isGiven(input) && input.kind === 'float' ? [i] : []));

  const dims = Array.from({ length: each.outputs ?? 1 }, (_, i) => first[outputName(i)]!.dims.map(Number));
  const types = Array.from({ length: each.outputs ?? 1 }, (_, i) =>
    first[outputName(i)]!.type === 'int64' ? DataType.INT64 : type,
  );
  const gradients = buildGradientModel(model(each, type, { dims, types }), {
    of: outputs.map(outputName),
    wrt: wrt.map(name),
  });
  const backward = await createSession(gradients, quiet);
  const all: Feeds = { ...feeds };
  for (const [i, { dims: shape, data }] of cotangents)
    all[`grad/${outputName(i)}`] = feed({ kind: 'float', dims: shape, data, constant: false }, type);
  const results = await backward.run(all);

  let worst = 0;
  for (const i of wrt) {
    const gradient = Array.from(results[`grad/${name(i)}`]!.data as Float64Array);
    const input = inputs[i]!;
    const scale = Math.max(...gradient.map(Math.abs), 1e-3);
    if (gradient.length !== size(input.dims)) throw new Error(`gradient of input ${i} has ${gradient.length} elements`);
    const places =
      gradient.length <= 8
        ? [...gradient.keys()]
        : Array.from({ length: 8 }, () => Math.floor(draw() * gradient.length));
    for (const at of places) {
      const loss = async (delta: number): Promise<number> => {
        const moved = { ...input, data: input.data.map((value, k) => (k === at ? value + delta : value)) };
        return lossOf(await session.run({ ...feeds, [name(i)]: feed(moved, type) }), cotangents);
      };
      const difference = ((await loss(step)) - (await loss(-step))) / (2 * step);
      worst = Math.max(worst, Math.abs(difference - gradient[at]!) / scale);
    }
  }
  await release(session, backward);
  return worst;
}

// Not beyond `basic`: higher levels put float32-only kernels into float64 graphs.
const quiet = { logSeverityLevel: 4, intraOpNumThreads: 1, graphOptimizationLevel: 'basic' } as const;

async function release(...sessions: Session[]): Promise<void> {
  for (const session of sessions) await session.release();
}

function lossOf(
  results: ort.InferenceSession.OnnxValueMapType,
  cotangents: ReadonlyMap<number, { data: number[] }>,
): number {
  let loss = 0;
  for (const [i, { data }] of cotangents) {
    const values = results[outputName(i)]!.data as Float64Array;
    for (const [k, cotangent] of data.entries()) loss += cotangent * values[k]!;
  }
  return loss;
}

function feed(input: NonNullable<Input>, type: number): ort.Tensor {
  if (input.kind === 'int64') return new ort.Tensor('int64', BigInt64Array.from(input.data, BigInt), input.dims);
  if (input.kind === 'bool') return new ort.Tensor('bool', Uint8Array.from(input.data), input.dims);
  return type === DataType.DOUBLE
    ? new ort.Tensor('float64', Float64Array.from(input.data), input.dims)
    : new ort.Tensor('float32', Float32Array.from(input.data), input.dims);
}

/** The one node with its constants; without `known` the outputs' shapes are left to ONNX Runtime. */
function model(each: RuleCase, type: number, known: { dims: number[][]; types: number[] } | undefined): OnnxModel {
  const outputs = Array.from({ length: each.outputs ?? 1 }, (_, i) => outputName(i));
  const node = makeNode(
    each.op,
    each.inputs.map((input, i) => (input ? name(i) : '')),
    outputs,
    each.attributes,
    'tested',
  );
  const typeOf = (input: NonNullable<Input>): number =>
    input.kind === 'int64' ? DataType.INT64 : input.kind === 'bool' ? DataType.BOOL : type;
  const graph = makeGraph({
    nodes: [node],
    inputs: each.inputs.flatMap((input, i) => (isGiven(input) ? [valueInfo(name(i), typeOf(input), input.dims)] : [])),
    outputs: outputs.map((output, i) =>
      known ? valueInfo(output, known.types[i]!, known.dims[i]!) : { name: output, metadataProps: [] },
    ),
    initializers: each.inputs.flatMap((input, i) => (input?.constant ? [asTensor(name(i), input, type)] : [])),
  });
  return makeModel(graph, { opset: each.opset ?? 18 });
}
