export type * from './model/types.ts';
export { TokenizerError, type TokenizerErrorCode } from './tokenizer/errors.ts';
export { loadTokenizer, Tokenizer, type Encoding, type PromptWord } from './tokenizer/tokenizer.ts';
export { createScheduler, readAlphaSchedule, type Scheduler } from './scheduler/scheduler.ts';
export { parseSchedulerConfig, SCHEDULER_NAMES, type PredictionType, type SchedulerName } from './scheduler/config.ts';
export type { AlphaSchedule } from './scheduler/alphas.ts';
export { SchedulerError, type SchedulerErrorCode } from './scheduler/errors.ts';
export { takeStep, type Step, type StepResult } from './scheduler/step.ts';
