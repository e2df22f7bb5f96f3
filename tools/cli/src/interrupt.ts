/** A terminal's Ctrl-C also comes forwarded by npm; the same key press must not count as the second one. */
const debounceMs = 400;

/** What 128 + SIGINT is everywhere. */
const interruptedExitCode = 130;

/**
 * Turns the first Ctrl-C (or SIGTERM, SIGHUP) into an aborted signal, so that the work can stop after its step and keep
 * what it has; a second one ends the process at once. `onFirst` tells the user what happens. Call `release` at the end.
 */
export function watchInterrupts(onFirst: () => void): { signal: AbortSignal; release: () => void } {
  const controller = new AbortController();
  let firstAt: number | undefined;
  const handle = (): void => {
    const now = performance.now();
    if (firstAt === undefined) {
      firstAt = now;
      onFirst();
      controller.abort();
    } else if (now - firstAt > debounceMs) {
      // The cursor may be hidden by a progress bar.
      if (process.stderr.isTTY) process.stderr.write('\x1b[?25h\n');
      process.exit(interruptedExitCode);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.on(name, handle);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of signals) process.off(name, handle);
    },
  };
}
