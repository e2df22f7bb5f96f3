import type { Failure } from './reporter.ts';

/** The message says what to do by itself; the remedy is for programs, except where nobody foresaw the error. */
export function failureText(failure: Failure): string {
  return failure.stack ? `facet: ${failure.stack}\n${failure.remedy}` : `facet: ${failure.message}`;
}
