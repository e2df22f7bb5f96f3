export { AutodiffError } from './errors.ts';
export type { AutodiffErrorCode } from './errors.ts';
export { buildGradientModel } from './gradient-model.ts';
export type { GradientRequest } from './gradient-model.ts';
export { lowerOperators } from './lower/index.ts';
export { supportedOps } from './supported.ts';
export type { SupportedOp } from './supported.ts';
export { shareWeights } from './share-weights.ts';
export { stops } from './stop.ts';
