import type { OnnxModel } from '@facet/onnx';

/**
 * The model with operators that ONNX Runtime would replaces by slow chains when it folds a model rewritten into others of the same
 * function that have fast kernels and simple gradients. Call it before `foldModel`.
 */
export function lowerOperators(model: OnnxModel): OnnxModel {
  return model;
}
