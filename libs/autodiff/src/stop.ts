import { isStandard } from './table.ts';
import type { NodeProto } from '@facet/onnx';

const reasons = {
  discrete: 'The result is an index, a truth value or a count.',
  shape: 'The result depends on shapes only.',
  steps: 'The result is piecewise constant: its derivative is zero wherever it exists, as in PyTorch.',
  random: 'The result does not depend on the values of the inputs.',
} as const;

/** Operators through which no gradient flows, and why. Quantisation is not among them: it has no rule and is refused. */
export const stops: Readonly<Record<string, keyof typeof reasons>> = {
  ArgMax: 'discrete',
  ArgMin: 'discrete',
  And: 'discrete',
  BitwiseAnd: 'discrete',
  BitwiseNot: 'discrete',
  BitwiseOr: 'discrete',
  BitwiseXor: 'discrete',
  BitShift: 'discrete',
  Equal: 'discrete',
  Greater: 'discrete',
  GreaterOrEqual: 'discrete',
  IsInf: 'discrete',
  IsNaN: 'discrete',
  Less: 'discrete',
  LessOrEqual: 'discrete',
  NonMaxSuppression: 'discrete',
  NonZero: 'discrete',
  Not: 'discrete',
  Or: 'discrete',
  Xor: 'discrete',
  Constant: 'shape',
  ConstantOfShape: 'shape',
  EyeLike: 'shape',
  Shape: 'shape',
  Size: 'shape',
  Ceil: 'steps',
  Floor: 'steps',
  Hardmax: 'steps',
  Round: 'steps',
  Sign: 'steps',
  Bernoulli: 'random',
  Multinomial: 'random',
  RandomNormal: 'random',
  RandomNormalLike: 'random',
  RandomUniform: 'random',
  RandomUniformLike: 'random',
};

export function stopsGradient(node: NodeProto): boolean {
  return isStandard(node) && Object.hasOwn(stops, node.opType);
}
