import type { NodeProto } from '@facet/onnx';
import { activations } from './rules/activations.ts';
import { arithmetic } from './rules/arithmetic.ts';
import { convolution } from './rules/convolution.ts';
import { elementary } from './rules/elementary.ts';
import { indexing } from './rules/indexing.ts';
import { layout } from './rules/layout.ts';
import { linear } from './rules/linear.ts';
import { normalisation } from './rules/normalisation.ts';
import { pooling } from './rules/pooling.ts';
import { reductions } from './rules/reductions.ts';
import { resampling } from './rules/resampling.ts';
import { selection } from './rules/selection.ts';
import { softmax } from './rules/softmax.ts';
import type { Rule } from './rule.ts';

/** Every derivative this library knows, by operator of the standard domain. */
const rules = {
  ...activations,
  ...arithmetic,
  ...convolution,
  ...elementary,
  ...indexing,
  ...layout,
  ...linear,
  ...normalisation,
  ...pooling,
  ...reductions,
  ...resampling,
  ...selection,
  ...softmax,
} satisfies Record<string, readonly Rule[]>;

export type SupportedOp = keyof typeof rules;

/** The operators of the standard domain that have a gradient rule. */
export const supportedOps = Object.keys(rules).toSorted() as SupportedOp[];

export function isStandard(node: Pick<NodeProto, 'domain'>): boolean {
  return node.domain === '' || node.domain === 'ai.onnx';
}

/** The rules of a node's operator at any opset; none when it is not known. */
export function rulesOf(node: Pick<NodeProto, 'domain' | 'opType'>): readonly Rule[] {
  return isStandard(node) && Object.hasOwn(rules, node.opType) ? rules[node.opType as SupportedOp] : [];
}
