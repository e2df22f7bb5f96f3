import { Estimate } from '@facet/base';
import { failureText } from './failure-text.ts';
import { formatDetail, formatDuration } from './figures.ts';
import type { Reporter, TaskOptions, Task } from './reporter.ts';

/** No more than one progress line in this many milliseconds, so that a log stays readable. */
const lineIntervalMs = 5000;

/**
 * For log files and pipes: plain lines now and then, the result on stdout.
 * @param write takes all lines but the result; by default they go to stderr
 */
export function linesReporter(write: (line: string) => void = (line) => console.error(line)): Reporter {
  return {
    note: write,
    warn: (message) => write(`Warning: ${message}`),
    task: (options) => lineTask(options, write),
    result: (result) => {
      for (const line of result.lines) console.log(line);
    },
    failure: (failure) => write(failureText(failure)),
  };
}

function lineTask(options: TaskOptions, write: (line: string) => void): Task {
  const start = performance.now();
  const estimate = new Estimate(options.total, options.alreadyDone);
  let printedAt = start;
  return {
    update: (done, details = {}) => {
      const now = performance.now();
      const left = estimate.update(done, now);
      if (done < options.total && now - printedAt < lineIntervalMs) return;
      printedAt = now;
      const figures = Object.entries(details).map(([name, value]) => `, ${name} ${formatDetail(value)}`);
      const remaining = done < options.total && left !== undefined ? `, ${formatDuration(left)} left` : '';
      write(`${options.label}: ${done}/${options.total} ${options.unit ?? 'steps'}${figures.join('')}${remaining}`);
    },
    finish: () => {},
  };
}
