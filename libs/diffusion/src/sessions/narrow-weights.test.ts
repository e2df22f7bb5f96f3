import { buildGradientModel } from '@facet/autodiff';
import {
  bytesTensor,
  DataType,
  GraphIndex,
  int,
  makeGraph,
  makeModel,
  makeNode,
  valueInfo,
  type OnnxModel,
} from '@facet/onnx';
import { Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { asRun } from '../../test/support/as-run.ts';
import { castForEachReader, staysNarrow } from './narrow-weights.ts';
import { Network } from './network.ts';

const SIDE = 8;

/** y = relu(x w) w and its gradient by x: the one stored matrix is read four times, behind one Cast. */
function gradientGraph(): OnnxModel {
  const numbers = Float16Array.from({ length: SIDE * SIDE }, (_, at) => Math.sin(at));
  const weight = bytesTensor('w', [SIDE, SIDE], DataType.FLOAT16, new Uint8Array(numbers.buffer));
  const graph = makeGraph({
    name: 'narrow',
    nodes: [
      makeNode('Cast', ['w'], ['wide'], { to: int(DataType.FLOAT) }),
      makeNode('MatMul', ['x', 'wide'], ['a']),
      makeNode('Relu', ['a'], ['b']),
      makeNode('MatMul', ['b', 'wide'], ['y']),
    ],
    inputs: [valueInfo('x', DataType.FLOAT, [1, SIDE])],
    outputs: [valueInfo('y', DataType.FLOAT, [1, SIDE])],
    initializers: [weight],
    valueInfo: ['a', 'b'].map((name) => valueInfo(name, DataType.FLOAT, [1, SIDE])),
  });
  graph.valueInfo.push(valueInfo('wide', DataType.FLOAT, [SIDE, SIDE]));
  return buildGradientModel(makeModel(graph, { opset: 17 }), { of: ['y'], wrt: ['x'] });
}

async function run(model: OnnxModel, foldsWeights: boolean): Promise<Float32Array[]> {
  const network = await Network.open(model, { device: 'cpu', threads: 1, plansMemory: false, foldsWeights });
  const row = { data: Float32Array.from({ length: SIDE }, (_, at) => Math.cos(at)), dims: [1, SIDE] };
  const found = await network.run({ x: row, 'grad/y': row }, ['y', 'grad/x']);
  await network.close();
  return Object.values(found).map(({ data }) => data);
}

describe('weights of 16 bits that stay as they are stored', () => {
  it('are widened for each reader anew, and give the same numbers', async () => {
    const model = gradientGraph();
    const narrow = castForEachReader(model);
    const index = new GraphIndex(narrow.proto.graph);
    const casts = narrow.proto.graph.node.filter(({ opType }) => opType === 'Cast');
    expect(casts.length).toBeGreaterThan(3);
    for (const { output } of casts) expect(index.consumers(output[0]!)).toHaveLength(1);
    const [folded, unfolded] = [await run(model, true), await run(narrow, false)];
    for (const [at, data] of folded.entries())
      for (const [place, value] of data.entries()) expect(unfolded[at]![place]).toBeCloseTo(value, 5);
  });

  it('are widened one at a time, each when all else is there that is computed with it', async () => {
    const narrow = castForEachReader(gradientGraph());
    const made = new Map(narrow.proto.graph.node.map(({ output, opType }) => [output[0]!, opType]));
    const row = new Tensor('float32', new Float32Array(SIDE), [1, SIDE]);
    const order = (await asRun(narrow, { x: row, 'grad/y': row })).map((name) => made.get(name));
    const casts = order.flatMap((name, at) => (name === 'Cast' ? [at] : []));
    expect(casts.length).toBeGreaterThan(3);
    for (const at of casts) expect(order.slice(at + 1)[0]).toMatch(/MatMul|Gemm|Transpose/);
  });

  it('are those that would take too much when widened', () => {
    const model = gradientGraph();
    expect(staysNarrow(model, 4 * SIDE * SIDE)).toBe(false);
    expect(staysNarrow(model, 4 * SIDE * SIDE - 1)).toBe(true);
  });
});
