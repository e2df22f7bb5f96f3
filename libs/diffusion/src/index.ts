export type * from './types.ts';
export { loadModel } from './model/load.ts';
export { ModelError, type ModelErrorCode } from './model-error.ts';
export { parseDevice } from './sessions/device.ts';
export { describeModel, describeParts } from './model/describe.ts';
export type { ModelDescription, PartDescription } from './model/describe.ts';
export { demoModelDirectory } from './model/demo.ts';
export { TokenizerError, type TokenizerErrorCode } from './tokenizer/errors.ts';
export { loadTokenizer, Tokenizer, type Encoding, type PromptWord } from './tokenizer/tokenizer.ts';
export { createScheduler, readAlphaSchedule, type Scheduler } from './scheduler/scheduler.ts';
export type { PredictionType } from './scheduler/config.ts';
export type { AlphaSchedule } from './scheduler/alphas.ts';
export { SchedulerError, type SchedulerErrorCode } from './scheduler/errors.ts';
export { takeStep, type Step, type StepResult } from './scheduler/step.ts';
export {
  generate,
  picturesAtOnce,
  type GenerateOptions,
  type GenerateProgress,
  type GenerateResult,
} from './sampling/generate.ts';
export { uniformPlan, type ConditioningPlan } from './sampling/plan.ts';
export { encodePrompt } from './sampling/prompts.ts';
export { gaussianNoise } from './sampling/noise.ts';
export { SamplingError, type SamplingErrorCode } from './sampling/errors.ts';
export { decodeImage, loadImage, MAX_INPUT_PIXELS, type ImageSize } from './image/load.ts';
export { encodePng, saveImage } from './image/save.ts';
export { toRawPictures, type RawPicture } from './image/pixels.ts';
export { readPngText, withPngText } from './image/png-text.ts';
export { ImageError, type ImageErrorCode } from './image/errors.ts';
