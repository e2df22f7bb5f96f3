/**
 * How a command talks: notes and progress while it works, one result at the end. A person at a terminal gets a bar, a
 * log file plain lines, a program one JSON object per line.
 */

/** Figures that go with a progress step, for example the loss; shown in this order. */
export type Details = Readonly<Record<string, number | string>>;

export interface Task {
  /** `done` of `total` steps are finished. */
  update(done: number, details?: Details): void;
  /** Ends the task; a bar is left as it stands. */
  finish(): void;
}

export interface TaskOptions {
  /** What is going on, for example `Inverting cat.png`. */
  readonly label: string;
  readonly total: number;
  /** What one step is called in the estimate, in the plural. Default `steps`. */
  readonly unit?: string;
  /** Steps that an earlier run already did; they do not count in the estimate. */
  readonly alreadyDone?: number;
}

/** What a command hands back: lines for people, and the same as data for programs. */
export interface Result {
  readonly lines: readonly string[];
  readonly data: Readonly<Record<string, unknown>>;
}

/** How a failed command is shown. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  /** Only for errors that nobody foresaw. */
  readonly stack?: string | undefined;
}

export interface Reporter {
  note(message: string): void;
  warn(message: string): void;
  task(options: TaskOptions): Task;
  result(result: Result): void;
  failure(failure: Failure): void;
}
