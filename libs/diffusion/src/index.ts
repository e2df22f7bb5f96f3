export type * from './model/types.ts';
export { TokenizerError, type TokenizerErrorCode } from './tokenizer/errors.ts';
export { loadTokenizer, Tokenizer, type Encoding, type PromptWord } from './tokenizer/tokenizer.ts';
export { createScheduler, readAlphaSchedule, type Scheduler } from './scheduler/scheduler.ts';
export { parseSchedulerConfig, SCHEDULER_NAMES, type PredictionType, type SchedulerName } from './scheduler/config.ts';
export type { AlphaSchedule } from './scheduler/alphas.ts';
export { SchedulerError, type SchedulerErrorCode } from './scheduler/errors.ts';
export { takeStep, type Step, type StepResult } from './scheduler/step.ts';
export {
  generate,
  GENERATE_DEFAULTS,
  type GenerateOptions,
  type GenerateProgress,
  type GenerateResult,
} from './sampling/generate.ts';
export { uniformPlan, type ConditioningPlan } from './sampling/plan.ts';
export { encodePrompt } from './sampling/prompts.ts';
export { gaussianNoise } from './sampling/noise.ts';
export { SamplingError, type SamplingErrorCode } from './sampling/errors.ts';
