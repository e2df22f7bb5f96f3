import { createReporter, explain, hasWatcher, type Reporter } from '@facet/cli';
import { DatabaseError } from '@facet/db';
import { createConsole, ServiceError, type Say } from '@facet/services';

/** How a start talks: one log with a prefix per process for people, JSON lines on standard output for programs. */
export interface Voice {
  readonly say: Say;
  /** For the demo: notes, progress, its result. */
  readonly reporter: Reporter;
  complain(error: unknown): void;
  /** What can be used now: lines for people, the same as data for programs. */
  ready(lines: readonly string[], data: Readonly<Record<string, unknown>>): void;
}

export const createVoice = (json: boolean): Voice => (json ? jsonVoice() : consoleVoice());

function consoleVoice(): Voice {
  // A line that is printed in the middle of a progress bar takes the bar's place; the bar is drawn anew below it.
  const clear = hasWatcher() ? '\r\x1b[K' : '';
  const say = createConsole((text) => process.stdout.write(clear + text));
  const note = (line: string): void => say('demo', line);
  const reporter: Reporter = {
    ...createReporter(false, note),
    note,
    warn: (line) => say('demo', line, 'warn'),
    result: ({ lines }) => lines.forEach(note),
  };
  return {
    say,
    reporter,
    complain: (error) => process.stderr.write(`${clear}[facet] ${describe(error).text}\n`),
    ready: (lines) => lines.forEach((line) => say('facet', line)),
  };
}

function jsonVoice(): Voice {
  return {
    say: (process, message, level = 'info') => line({ type: 'log', process, level, message }),
    reporter: createReporter(true),
    complain: (error) => line({ error: describe(error) }),
    ready: (_lines, data) => line({ type: 'ready', ...data }),
  };
}

const line = (value: object): boolean => process.stdout.write(`${JSON.stringify(value)}\n`);

/** Errors that somebody foresaw say what to do in their message; of others the stack is shown. */
function describe(error: unknown): { code: string; message: string; text: string } {
  if (error instanceof ServiceError || error instanceof DatabaseError)
    return { code: error.code, message: error.message, text: error.message };
  const { code, message, stack } = explain(error).failure;
  return { code, message, text: stack ?? message };
}
