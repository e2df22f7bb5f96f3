import type { Reporter } from './report/reporter.ts';

/** What every command gets: how to talk, and a signal that Ctrl-C aborts. */
export interface CommandContext {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}
