import { Estimate } from '@facet/base';
import type { Reporter, TaskOptions, Task } from './reporter.ts';

/**
 * For programs: one JSON object per line on stdout. `type` is `note`, `warning`, `progress` or `result`; a failed
 * command ends with `{"error": {code, message, remedy}}` instead of a result. Nothing else is written to stdout.
 */
export function jsonReporter(): Reporter {
  return {
    note: (message) => line({ type: 'note', message }),
    warn: (message) => line({ type: 'warning', message }),
    task: jsonTask,
    result: (result) => line({ type: 'result', ...result.data }),
    failure: ({ code, message, remedy }) => line({ error: { code, message, remedy } }),
  };
}

function jsonTask(options: TaskOptions): Task {
  const estimate = new Estimate(options.total, options.alreadyDone);
  return {
    update: (done, details = {}) => {
      const left = estimate.update(done, performance.now());
      const seconds = left === undefined ? undefined : Math.round(left * 10) / 10;
      line({ type: 'progress', task: options.label, done, total: options.total, secondsLeft: seconds, ...details });
    },
    finish: () => {},
  };
}

function line(value: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}
