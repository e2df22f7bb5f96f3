export { AutodiffError } from './errors.ts';
export type { AutodiffErrorCode } from './errors.ts';
export { differentiate } from './differentiate.ts';
export { buildGradientModel } from './gradient-model.ts';
export type { GradientRequest } from './gradient-model.ts';
export { lowerOperators } from './lower/index.ts';
export { supportedOps } from './table.ts';
export type { SupportedOp } from './table.ts';
export { shareWeights } from './share-weights.ts';
