import { int, ints } from '@facet/onnx';
import { constant, distinct, floats, int64s, type Input, type RuleCase } from '../case.ts';

const each = (op: RuleCase['op'], x: Input): RuleCase[] => [
  { op, what: 'one axis', inputs: [x, int64s([-1])] },
  { op, what: 'axes dropped', inputs: [x, int64s([0, 2])], attributes: { keepdims: int(0) } },
  { op, what: 'all', inputs: [x] },
];

export const reductions: readonly RuleCase[] = [
  ...each('ReduceL1', floats([2, 3, 2], -2, 2, [0])),
  ...each('ReduceL2', floats([2, 3, 2], 0.2, 2)),
  ...each('ReduceLogSum', floats([2, 3, 2], 0.5, 2)),
  ...each('ReduceLogSumExp', floats([2, 3, 2])),
  ...each('ReduceMax', distinct([2, 3, 2])),
  ...each('ReduceMean', floats([2, 3, 2])),
  ...each('ReduceMin', distinct([2, 3, 2])),
  ...each('ReduceProd', floats([2, 3, 2], 0.5, 1.5)),
  ...each('ReduceSum', floats([2, 3, 2])),
  ...each('ReduceSumSquare', floats([2, 3, 2])),
  {
    op: 'ReduceProd',
    what: 'one zero',
    inputs: [{ kind: 'float', dims: [2, 3], data: [0, 2, 3, 0, 0, 4], constant: false }, int64s([1])],
  },
  {
    op: 'ReduceMean',
    what: 'axes as an attribute',
    inputs: [floats([2, 3])],
    attributes: { axes: ints([1]) },
    opset: 17,
  },
  {
    op: 'ReduceMax',
    what: 'axes as an attribute',
    inputs: [distinct([2, 3])],
    attributes: { axes: ints([0]) },
    opset: 14,
  },
  ...(
    [
      'ReduceL1',
      'ReduceL2',
      'ReduceLogSum',
      'ReduceLogSumExp',
      'ReduceMax',
      'ReduceMean',
      'ReduceProd',
      'ReduceSum',
      'ReduceSumSquare',
    ] as const
  ).map((op): RuleCase => ({
    op,
    what: 'nothing',
    inputs: [floats([2, 3], 0.5, 2)],
    attributes: { noop_with_empty_axes: int(1) },
  })),
  { op: 'Softmax', inputs: [floats([2, 3, 4], -2, 2)] },
  { op: 'Softmax', what: 'another axis', inputs: [floats([2, 3, 4], -2, 2)], attributes: { axis: int(1) } },
  { op: 'LogSoftmax', inputs: [floats([2, 5], -2, 2)] },
  {
    op: 'BatchNormalization',
    inputs: [floats([2, 3, 4]), floats([3]), floats([3]), floats([3]), floats([3], 0.5, 2)],
    wrt: [0, 1, 2],
  },
  { op: 'InstanceNormalization', inputs: [floats([2, 3, 4, 2]), floats([3]), floats([3])] },
  {
    op: 'InstanceNormalization',
    what: 'without scale and bias, off centre',
    inputs: [floats([2, 2, 6], 4, 7), constant([2], [1, 1]), constant([2], [0, 0])],
  },
  { op: 'LayerNormalization', inputs: [floats([2, 3, 5]), floats([5]), floats([5])] },
  {
    op: 'LayerNormalization',
    what: 'two axes, no bias',
    inputs: [floats([2, 3, 5]), floats([3, 5])],
    attributes: { axis: int(1) },
  },
  { op: 'LpNormalization', inputs: [floats([2, 3, 4])], attributes: { axis: int(1) } },
  { op: 'LpNormalization', what: 'p 1', inputs: [floats([2, 3, 4], -1, 1, [0])], attributes: { p: int(1) } },
  { op: 'RMSNormalization', inputs: [floats([2, 3, 5]), floats([5])], opset: 23 },
];
