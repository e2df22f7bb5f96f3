import {
  createSession,
  DataType,
  elementCount,
  float,
  GraphIndex,
  inferValueInfo,
  int,
  ints,
  makeGraph,
  makeModel,
  makeNode,
  numberTensor,
  requireLoadable,
  valueInfo,
  type NodeProto,
  type OnnxModel,
  type TensorProto,
} from '@facet/onnx';
import { assert, asyncProperty, constantFrom, integer, record, uniqueArray, type Arbitrary } from 'fast-check';
import ort from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { random } from '../../test/case.ts';
import { computeInHalf } from '../../test/halves.ts';
import { buildGradientModel, splitAttention } from '../index.ts';

type Name = 'q' | 'k' | 'v';
type Changed = 'scaled' | 'divided' | 'hidden keys' | 'bias';

interface Form {
  /** Rank 0 to 2. */
  readonly batch: readonly number[];
  readonly queries: number;
  readonly keys: number;
  readonly width: number;
  readonly depth: number;
  readonly changes: readonly Changed[];
  readonly wanted: readonly Name[];
}

const self: Form = {
  batch: [1, 2],
  queries: 1536,
  keys: 1536,
  width: 4,
  depth: 4,
  changes: [],
  wanted: ['q', 'k', 'v'],
};

/** Of all of these the matrix has 16 to 22 MiB. */
const forms: Arbitrary<Form> = record({
  batch: constantFrom<(readonly number[])[]>([], [3], [2, 2], [1, 8], [4, 1]),
  keys: integer({ min: 64, max: 2300 }),
  surplus: integer({ min: 0, max: 400 }),
  width: integer({ min: 1, max: 12 }),
  depth: integer({ min: 1, max: 12 }),
  changes: uniqueArray(constantFrom<Changed[]>('scaled', 'divided', 'hidden keys', 'bias')),
  wanted: uniqueArray(constantFrom<Name[]>('q', 'k', 'v'), { minLength: 1 }),
}).map(({ batch, keys, surplus, width, depth, changes, wanted }) => {
  const count = elementCount(batch);
  const queries = Math.ceil(2 ** 22 / (count * keys)) + Math.floor(surplus / count);
  return { batch, queries, keys, width, depth, changes, wanted };
});

interface Written {
  /** Whether the probabilities are an output, so that they stay whole. */
  readonly keepsMatrix?: boolean;
  readonly type?: number;
}

/** softmax(Q K^T, changed) V, where nothing else reads what lies between. */
async function attention(form: Form, { keepsMatrix = false, type = DataType.FLOAT }: Written = {}): Promise<OnnxModel> {
  const { batch, queries, keys, width, depth, changes } = form;
  const rank = batch.length + 2;
  const perm = [...batch.keys(), rank - 1, rank - 2];
  const nodes: NodeProto[] = [
    makeNode('Transpose', ['k'], ['kT'], { perm: ints(perm) }),
    makeNode('MatMul', ['q', 'kT'], ['s0']),
  ];
  const initializers: TensorProto[] = [];
  for (const [at, change] of changes.entries()) {
    initializers.push(operandOf(change, `c${at}`, form, type));
    const opType = change === 'scaled' ? 'Mul' : change === 'divided' ? 'Div' : 'Add';
    const inputs = change === 'hidden keys' ? [`c${at}`, `s${at}`] : [`s${at}`, `c${at}`];
    nodes.push(makeNode(opType, inputs, [`s${at + 1}`]));
  }
  nodes.push(
    makeNode('Softmax', [`s${changes.length}`], ['p'], { axis: int(-1) }),
    makeNode('MatMul', ['p', 'v'], ['o']),
  );
  const matrix = [...batch, queries, keys];
  const graph = makeGraph({
    nodes,
    inputs: [
      valueInfo('q', type, [...batch, queries, width]),
      valueInfo('k', type, [...batch, keys, width]),
      valueInfo('v', type, [...batch, keys, depth]),
    ],
    outputs: [valueInfo('o', type, [...batch, queries, depth]), ...(keepsMatrix ? [valueInfo('p', type, matrix)] : [])],
    initializers,
  });
  return declared(makeModel(graph, { opset: 17 }));
}

async function declared(model: OnnxModel): Promise<OnnxModel> {
  const { graph } = model.proto;
  const outputs = new Set(graph.output.map(({ name }) => name));
  graph.valueInfo = [...(await inferValueInfo(model)).values()].filter(({ name }) => !outputs.has(name));
  return model;
}

function operandOf(change: Changed, name: string, { queries, keys }: Form, type: number): TensorProto {
  const draw = random(5);
  if (change === 'hidden keys') {
    const hidden = Float32Array.from({ length: keys }, (_, at) => (at % 3 === 1 ? -Infinity : 0));
    return numberTensor(name, [1, keys], hidden, type);
  }
  if (change === 'bias') {
    const bias = Float32Array.from({ length: queries * keys }, () => draw());
    return numberTensor(name, [queries, keys], bias, type);
  }
  return numberTensor(name, change === 'scaled' ? [] : [1], [change === 'scaled' ? 0.7 : 1.9], type);
}

const gradientOf = (model: OnnxModel, { wanted }: Form): OnnxModel =>
  buildGradientModel(model, { of: ['o'], wrt: [...wanted] });

type Results = ReadonlyMap<string, Float64Array>;

/** In both types from the same numbers. */
async function run(model: OnnxModel): Promise<Results> {
  const session = await createSession(model, { logSeverityLevel: 4, intraOpNumThreads: 1 });
  const declaredInputs = model.proto.graph.input;
  const draw = random(11);
  const feeds = Object.fromEntries(
    declaredInputs.map(({ name, type }) => {
      const dims = type!.tensorType!.shape!.dim.map(({ dimValue }) => dimValue!);
      const data = Float32Array.from({ length: elementCount(dims) }, () => 4 * draw() - 2);
      const isWide = type!.tensorType!.elemType === DataType.DOUBLE;
      const tensor = isWide
        ? new ort.Tensor('float64', Float64Array.from(data), dims)
        : new ort.Tensor('float32', data, dims);
      return [name, tensor];
    }),
  );
  const outputs = session.outputNames.filter((name) => name !== 'p');
  const results = await session.run(feeds, outputs);
  await session.release();
  return new Map(outputs.map((name) => [name, Float64Array.from(results[name]!.data as Float32Array | Float64Array)]));
}

/** Largest difference over the largest number, the worst of all outputs. */
function difference(found: Results, expected: Results): number {
  expect([...found.keys()]).toEqual([...expected.keys()]);
  const worst = [...expected].map(([name, right]) => {
    const apart = right.reduce((most, value, at) => Math.max(most, Math.abs(value - found.get(name)![at]!)), 0);
    return apart / right.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  });
  return Math.max(...worst);
}

/** The numbers of the largest value that a node of the model computes. */
function largestValue(model: OnnxModel): number {
  const { graph } = model.proto;
  const computed = new Set(graph.node.flatMap(({ output }) => output));
  const sizes = [...graph.valueInfo, ...graph.output]
    .filter(({ name }) => computed.has(name))
    .map(({ type }) => elementCount(type!.tensorType!.shape!.dim.map(({ dimValue }) => dimValue!)));
  return Math.max(...sizes);
}

const matrixSize = ({ batch, queries, keys }: Form): number => elementCount([...batch, queries, keys]);

describe('attention of many tokens', () => {
  test('of any shape, mask and scale is as near to the exact results and gradients as where the whole matrix is kept', async () => {
    const property = asyncProperty(forms, async (form) => {
      const [split, whole] = [await attention(form), await attention(form, { keepsMatrix: true })].map((model) =>
        gradientOf(model, form),
      ) as [OnnxModel, OnnxModel];
      expect(largestValue(whole)).toBe(matrixSize(form));
      expect(largestValue(split)).toBeLessThan(matrixSize(form));
      await requireLoadable(split);
      const wide = await attention(form, { keepsMatrix: true, type: DataType.DOUBLE });
      const exact = await run(gradientOf(wide, form));
      const unavoidable = difference(await run(whole), exact);
      expect(difference(await run(split), exact)).toBeLessThan(Math.max(1e-6, 2 * unavoidable));
    });
    await assert(property, { numRuns: 25, seed: 14 });
  });

  test('has the gradients of the graph that keeps the whole matrix', async () => {
    const whole = await attention(self, { keepsMatrix: true });
    const found = await run(gradientOf(await attention(self), self));
    expect(difference(found, await run(gradientOf(whole, self)))).toBeLessThan(1e-6);
  });

  test('is split where no gradient is wanted too, and the results are the same bit for bit', async () => {
    const model = await attention(self);
    const split = splitAttention(model);
    await requireLoadable(split);
    expect(largestValue(model)).toBe(matrixSize(self));
    expect(largestValue(split)).toBeLessThan(matrixSize(self));
    expect(difference(await run(split), await run(model))).toBe(0);
  });

  test('in float16 differs by the rounding of halves', async () => {
    const form = { ...self, queries: 2100, keys: 2100 };
    const [half, whole] = [await attention(form), await attention(form)];
    computeInHalf(half);
    half.proto.graph.valueInfo = [];
    const split = gradientOf(await declared(half), form);
    expect(largestValue(split)).toBeLessThan(matrixSize(form));
    expect(difference(await run(split), await run(gradientOf(whole, form)))).toBeLessThan(0.02);
  });

  test('computes no matrix of a block before everything that reads those of the block before', async () => {
    const split = gradientOf(await attention(self), self);
    const index = new GraphIndex(split.proto.graph);
    const before = ancestors(index);
    for (const [part, products] of [
      ['blocks/', 1],
      ['grad/', 3],
    ] as const) {
      const softmaxes = split.proto.graph.node.filter(
        ({ opType, name }) => opType === 'Softmax' && name.startsWith(part),
      );
      expect(softmaxes.length).toBeGreaterThan(1);
      for (const [at, softmax] of softmaxes.slice(1).entries()) {
        const readers = matrixReaders(index, softmaxes[at]!);
        expect(readers.length).toBe(products);
        for (const reader of readers) expect(before(softmax).has(reader)).toBe(true);
      }
    }
  });

  test.each([
    ['another node reads the probabilities', [makeNode('ReduceMax', ['p'], ['extra'], { axes: ints([-1]) })]],
    ['another node reads the scores', [makeNode('ReduceMax', ['s0'], ['extra'], { axes: ints([-1]) })]],
  ])('stays whole where %s', async (_what, nodes) => {
    const model = await attention(self);
    model.proto.graph.node.push(...nodes);
    model.proto.graph.output.push(valueInfo('extra', DataType.FLOAT, [...self.batch, self.queries, 1]));
    expect(splitAttention(model)).toBe(model);
  });

  test('stays whole where its mask is learned, and the mask has its gradient', async () => {
    const form: Form = { ...self, batch: [2], changes: ['bias'] };
    const model = await attention(form);
    const found = await run(buildGradientModel(model, { of: ['o'], wrt: ['c0'] }));
    expect(found.get('grad/c0')!.some((value) => value !== 0)).toBe(true);
  });

  test('of few tokens keeps its matrix', async () => {
    const model = await attention({ ...self, queries: 77, keys: 77 });
    expect(splitAttention(model)).toBe(model);
  });

  test('reads scores that a number divides, not a number that scores divide', async () => {
    const form: Form = { ...self, changes: ['divided'] };
    const model = await attention(form);
    const division = model.proto.graph.node.find(({ opType }) => opType === 'Div')!;
    division.input.reverse();
    expect(splitAttention(model)).toBe(model);
  });

  test('has another axis than the last in its softmax: stays whole', async () => {
    const model = await attention(self);
    const softmax = model.proto.graph.node.find(({ opType }) => opType === 'Softmax')!;
    softmax.attribute = makeNode('Softmax', [], [], { axis: int(-2), unused: float(0) }).attribute.slice(0, 1);
    expect(splitAttention(model)).toBe(model);
  });
});

/** The nodes whose results a node needs, its own inputs' makers and theirs. */
function ancestors(index: GraphIndex): (node: NodeProto) => ReadonlySet<NodeProto> {
  const known = new Map<NodeProto, Set<NodeProto>>();
  const of = (node: NodeProto): Set<NodeProto> => {
    const found = known.get(node) ?? new Set<NodeProto>();
    if (known.has(node)) return found;
    known.set(node, found);
    for (const name of node.input) {
      const producer = index.producer(name);
      if (!producer) continue;
      found.add(producer);
      for (const each of of(producer)) found.add(each);
    }
    return found;
  };
  return of;
}

/** The products that read a block's probabilities, or what is computed of them number by number. */
function matrixReaders(index: GraphIndex, node: NodeProto): NodeProto[] {
  return index
    .consumers(node.output[0]!)
    .flatMap((each) => (each.opType === 'MatMul' ? [each] : matrixReaders(index, each)));
}
