/** A service that runs: what `startPostgres`, `startTemporal` and `startProcess` return. */
export interface Running {
  /** Leader of the process group that `stop` ends. */
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason; a text says how. */
  readonly ended: Promise<string | void>;
  /** Ends it and all processes it started. Resolves when they are gone. */
  stop(): Promise<void>;
}

/** What a service is given while it starts. */
export interface StartContext {
  /** Called with every line that the service writes. */
  readonly onLog?: (line: string) => void;
  /** Called with what the user should know while starting takes long. */
  readonly say?: (line: string) => void;
  /** Aborted when the start is to be given up. */
  readonly signal?: AbortSignal;
}
