import { bools, floats, type Input, type RuleCase } from '../case.ts';
import { float, int, ints, makeNode, type AttributeValue } from '@facet/onnx';

const lowered = (
  opType: string,
  what: string,
  opset: number,
  inputs: readonly Input[],
  attributes: Record<string, AttributeValue> = {},
): RuleCase => {
  const names = inputs.map((input, i) => (input ? `x${i}` : ''));
  return {
    op: 'MatMul',
    what: `${opType}, ${what}`,
    opset,
    inputs,
    // As its definition says, ONNX Runtime normalises in float32 whatever comes in.
    inFloat32: opType === 'GroupNormalization',
    nodes: () => [makeNode(opType, names, ['y0'], attributes)],
  };
};

const heads = (length: number, width = 3): Input => floats([2, 2, length, width]);

/** Operators that are rewritten before they are differentiated; the finite differences are those of the original. */
export const loweredCases: readonly RuleCase[] = [
  lowered('GroupNormalization', 'scale per group', 18, [floats([2, 6, 3]), floats([2]), floats([2])], {
    num_groups: int(2),
  }),
  lowered('GroupNormalization', 'scale per channel', 21, [floats([2, 6, 2, 2]), floats([6]), floats([6])], {
    num_groups: int(3),
    epsilon: float(1e-3),
  }),
  lowered('MeanVarianceNormalization', 'by default', 17, [floats([2, 3, 4, 2])]),
  lowered('MeanVarianceNormalization', 'other axes', 18, [floats([2, 3, 4])], { axes: ints([-1, 1]) }),
  lowered('Attention', 'four axes', 23, [heads(3), heads(4), heads(4, 5)]),
  lowered('Attention', 'three axes, scaled', 23, [floats([2, 3, 8]), floats([2, 4, 8]), floats([2, 4, 8])], {
    q_num_heads: int(2),
    kv_num_heads: int(2),
    scale: float(0.7),
  }),
  lowered('Attention', 'causal', 23, [heads(4), heads(4), heads(4)], { is_causal: int(1) }),
  lowered('Attention', 'a mask of numbers', 23, [heads(2), heads(3), heads(3), floats([2, 3])]),
  lowered('Attention', 'a mask of truth values', 23, [heads(2), heads(3), heads(3), bools([2, 3], [1, 0, 1, 1, 1, 0])]),
];
