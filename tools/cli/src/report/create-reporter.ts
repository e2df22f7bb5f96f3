import { barReporter } from './bar.ts';
import { jsonReporter } from './json.ts';
import { linesReporter } from './lines.ts';
import type { OutputStyle, Reporter } from './reporter.ts';

const reporters: Record<OutputStyle, () => Reporter> = { bar: barReporter, lines: linesReporter, json: jsonReporter };

/** JSON when asked, a bar when a person watches stderr, plain lines otherwise (also in CI, whose terminals only log). */
export function createReporter(json: boolean): Reporter {
  if (json) return reporters.json();
  return reporters[process.stderr.isTTY && !process.env['CI'] ? 'bar' : 'lines']();
}
