/** A server whose address and data outlive its end. */
export interface RestartableServer {
  /** Ends it by this signal, and resolves when it is gone. */
  kill(signal: NodeJS.Signals): Promise<void>;
  start(): Promise<void>;
}

interface Started {
  readonly pid: number;
  readonly ended: Promise<unknown>;
  stop(): Promise<void>;
}

/** A server that runs, and how it is started again. */
export function restartable(
  first: Started,
  again: () => Promise<Started>,
): RestartableServer & { stop(): Promise<void> } {
  let current = first;
  return {
    async kill(signal) {
      process.kill(current.pid, signal);
      await current.ended;
    },
    async start() {
      current = await again();
    },
    stop: () => current.stop(),
  };
}
