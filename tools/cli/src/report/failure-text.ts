import type { Failure } from './reporter.ts';

/** Message and remedy on a line each; the stack only for errors that nobody foresaw. */
export function failureText(failure: Failure): string {
  const remedy = failure.remedy ? `\n       ${failure.remedy}` : '';
  return `facet: ${failure.message}${remedy}${failure.stack ? `\n${failure.stack}` : ''}`;
}
