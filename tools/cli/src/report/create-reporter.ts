import { barReporter } from './bar.ts';
import { jsonReporter } from './json.ts';
import { linesReporter } from './lines.ts';
import type { Reporter } from './reporter.ts';

/**
 * JSON when asked, a bar when a person watches stderr, plain lines otherwise (also in CI, whose terminals only log).
 * @param write takes those plain lines; by default they go to stderr
 */
export function createReporter(json: boolean, write?: (line: string) => void): Reporter {
  if (json) return jsonReporter();
  return hasWatcher() ? barReporter() : linesReporter(write);
}

/** Whether a person sees stderr as it is written. */
export const hasWatcher = (): boolean => process.stderr.isTTY && !process.env['CI'];
