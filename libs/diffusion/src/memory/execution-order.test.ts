import { buildGradientModel } from '@facet/autodiff';
import { DataType, floatTensor, makeGraph, makeModel, makeNode, valueInfo } from '@facet/onnx';
import { Tensor } from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { asRun } from '../../test/support/as-run.ts';
import { executionOrder } from './execution-order.ts';

const SIDE = 4;
const square = (name: string) => valueInfo(name, DataType.FLOAT, [SIDE, SIDE]);

it('a graph with its gradient is computed in the order that is reckoned with', async () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const graph = makeGraph({
    nodes: [
      makeNode('MatMul', ['x', 'w'], ['a']),
      makeNode('Sigmoid', ['a'], ['b']),
      makeNode('MatMul', ['x', 'b'], ['c']),
      makeNode('Mul', ['c', 'a'], ['d']),
      makeNode('Tanh', ['x'], ['e']),
      makeNode('Add', ['d', 'e'], ['y']),
    ],
    inputs: [square('x')],
    outputs: [square('y')],
    initializers: [floatTensor('w', [SIDE, SIDE], new Float32Array(SIDE * SIDE))],
    valueInfo: names.map(square),
  });
  const model = buildGradientModel(makeModel(graph, { opset: 17 }), { of: ['y'], wrt: ['x'] });
  const { node } = model.proto.graph;
  const given = new Tensor('float32', new Float32Array(SIDE * SIDE), [SIDE, SIDE]);
  const run = await asRun(model, { x: given, 'grad/y': given });
  const reckoned = executionOrder(node).map(({ output }) => output[0]);
  expect(run).toEqual(reckoned);
  expect(run).not.toEqual(node.map(({ output }) => output[0]));
});
