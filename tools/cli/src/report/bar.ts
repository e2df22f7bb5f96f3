import { Estimate } from '@facet/base';
import { SingleBar } from 'cli-progress';
import { failureText } from './failure-text.ts';
import { formatDetail, formatDuration } from './figures.ts';
import type { Failure, Reporter, Result, Task, TaskOptions } from './reporter.ts';

/** For a person at a terminal: a bar with an estimate on stderr, the result on stdout. */
export function barReporter(): Reporter {
  let running: SingleBar | undefined;
  const say = (message: string): void => {
    // A line printed in the middle of a bar would be overwritten by its next frame.
    if (running) process.stderr.write('\r\x1b[K');
    process.stderr.write(`${message}\n`);
  };
  return {
    note: say,
    warn: (message) => say(`Warning: ${message}`),
    task: (options) => {
      const bar = startBar(options);
      running = bar;
      return barTask(bar, options, () => (running = undefined));
    },
    result: (result: Result) => {
      for (const line of result.lines) console.log(line);
    },
    failure: (failure: Failure) => {
      running?.stop();
      say(failureText(failure));
    },
  };
}

/** The terminal cuts lines that are too long, and the estimate at their end matters more than the label. */
function shortLabel(label: string): string {
  const width = Math.max(12, (process.stderr.columns || 80) - 60);
  return label.length <= width ? label : `${label.slice(0, width - 1)}…`;
}

function startBar(options: TaskOptions): SingleBar {
  const bar = new SingleBar({
    format: `${shortLabel(options.label)} {bar} {percentage} % | {value}/{total} ${options.unit ?? 'steps'} | {left} left{details}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 16,
    hideCursor: true,
    stopOnComplete: false,
    etaBuffer: 1,
    stream: process.stderr,
    // The program has its own handler: the cursor comes back when the task is finished there.
    gracefulExit: false,
  });
  bar.start(options.total, options.alreadyDone ?? 0, { left: '?', details: '' });
  return bar;
}

function barTask(bar: SingleBar, options: TaskOptions, onFinish: () => void): Task {
  const estimate = new Estimate(options.total, options.alreadyDone);
  return {
    update: (done, details = {}) => {
      const left = estimate.update(done, performance.now());
      const figures = Object.entries(details).map(([name, value]) => ` | ${name} ${formatDetail(value)}`);
      bar.update(done, { left: left === undefined ? '?' : formatDuration(left), details: figures.join('') });
    },
    finish: () => {
      bar.stop();
      onFinish();
    },
  };
}
