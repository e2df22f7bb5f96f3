import type { Reporter, Result } from './report/reporter.ts';

/** What every command gets: how to talk, and a signal that Ctrl-C aborts. */
export interface CommandContext {
  readonly reporter: Reporter;
  readonly signal: AbortSignal;
}

/** How a command's action hands over its work. */
export type Run = (work: (context: CommandContext) => Promise<Result>) => Promise<void>;
