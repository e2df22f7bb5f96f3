import { int, makeNode } from '@facet/onnx';
import { constant, floats, type RuleCase } from '../case.ts';

const one = constant([], [1]);
const half = constant([], [0.5]);

/** Groups of nodes that are differentiated as one. */
export const patterns: readonly RuleCase[] = [
  {
    op: 'Mul',
    what: 'SiLU',
    inputs: [floats([2, 5], -3, 3)],
    nodes: () => [makeNode('Sigmoid', ['x0'], ['s']), makeNode('Mul', ['x0', 's'], ['y0'])],
  },
  {
    op: 'Mul',
    what: "CLIP's fast GELU",
    inputs: [floats([2, 5], -3, 3), constant([], [1.702])],
    nodes: () => [
      makeNode('Mul', ['x1', 'x0'], ['scaled']),
      makeNode('Sigmoid', ['scaled'], ['s']),
      makeNode('Mul', ['s', 'x0'], ['y0']),
    ],
  },
  {
    op: 'Mul',
    what: 'GELU by erf, TorchScript',
    inputs: [floats([2, 5], -3, 3), constant([], [Math.SQRT2]), one, half],
    nodes: () => [
      makeNode('Div', ['x0', 'x1'], ['u']),
      makeNode('Erf', ['u'], ['erf']),
      makeNode('Add', ['erf', 'x2'], ['e']),
      makeNode('Mul', ['x0', 'e'], ['product']),
      makeNode('Mul', ['product', 'x3'], ['y0']),
    ],
  },
  {
    op: 'Mul',
    what: 'GELU by erf, half first',
    inputs: [floats([2, 5], -3, 3), constant([], [Math.SQRT1_2]), one, half],
    nodes: () => [
      makeNode('Mul', ['x1', 'x0'], ['u']),
      makeNode('Erf', ['u'], ['erf']),
      makeNode('Add', ['x2', 'erf'], ['e']),
      makeNode('Mul', ['x3', 'x0'], ['h']),
      makeNode('Mul', ['h', 'e'], ['y0']),
    ],
  },
  {
    op: 'MatMul',
    what: 'attention',
    inputs: [floats([2, 3, 4], -2, 2), floats([2, 4, 5])],
    nodes: () => [makeNode('Softmax', ['x0'], ['p'], { axis: int(-1) }), makeNode('MatMul', ['p', 'x1'], ['y0'])],
  },
  {
    op: 'MatMul',
    what: 'attention over many keys',
    inputs: [floats([2, 3, 8], -2, 2), floats([2, 8, 2])],
    nodes: () => [makeNode('Softmax', ['x0'], ['p'], { axis: int(-1) }), makeNode('MatMul', ['p', 'x1'], ['y0'])],
  },
];
