import { FacetError } from '@facet/base';

export type SchedulerErrorCode =
  /** A setting of scheduler_config.json has a value that is not supported, or is not known at all. */
  | 'unsupported-setting'
  /** The number of steps cannot be taken with this schedule. */
  | 'bad-steps';

export class SchedulerError extends FacetError<SchedulerErrorCode> {}
