import { FacetError } from '@facet/base';

export type AutodiffErrorCode =
  /** An operator on the path from a wanted value to an output has no rule at this opset. */
  | 'no-rule'
  /** The operator has a rule, but not for this attribute or for this form of input. */
  | 'unsupported-form'
  /** A wanted value reaches the output through an input that its operator cannot differentiate. */
  | 'unsupported-input'
  /** A shape that a rule needs is not static, or an input that must be constant is not. */
  | 'not-static'
  /** `of` or `wrt` names a value that the graph does not have, or one that is not of floating point. */
  | 'unknown-value'
  /** An input or output of the gradient model would have a name that the model uses already. */
  | 'name-clash'
  /** No differentiable path leads from a wanted value to any of the outputs. */
  | 'no-path'
  /** If, Loop, Scan and other operators with subgraphs. */
  | 'subgraph'
  /** ONNX Runtime has no kernel for an operator of the backward part, in this element type. */
  | 'not-runnable'
  /** A rule or the written model contradicts the shapes of the given one: a fault of this library, not of the model. */
  | 'wrong-gradient'
  /** The model's operator set is older or newer than the rules were written for. */
  | 'opset';

/** Thrown instead of ever returning a gradient that might be wrong. */
export class AutodiffError extends FacetError<AutodiffErrorCode> {}
