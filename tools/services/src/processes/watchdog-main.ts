/**
 * The watchdog: a process of its own that outlives whoever started it by just long enough to end what that one started. It
 * notices the end, also by kill -9, from the channel between the two, which the system then closes.
 * It also holds the lock of the state folder, so that the lock is free only when the last service has ended.
 */
import { lockFile, type FileLock } from './file-lock.ts';
import { groupGone, signalGroup } from './process-group.ts';
import type { LockAnswer, WatchdogMessage } from './watchdog.ts';

/** Postgres writes its state to disk before it ends. */
const END_WITHIN_MS = 10_000;

// What lists of processes show; it also keeps `killall node` away.
process.title = 'facet-watchdog';

const watched = new Map<number, NodeJS.Signals>();
const locks = new Map<string, FileLock>();

process.on('message', (message: WatchdogMessage) => {
  if (message.kind === 'watch') watched.set(message.pid, message.signal);
  else if (message.kind === 'release') watched.delete(message.pid);
  else if (message.kind === 'unlock') {
    locks.get(message.path)?.release();
    locks.delete(message.path);
  } else {
    // With the callback, a parent that has ended meanwhile is no error that would end the watchdog.
    process.send?.(lock(message.path), undefined, undefined, () => undefined);
  }
});

function lock(path: string): LockAnswer {
  try {
    const taken = lockFile(path);
    if (taken) locks.set(path, taken);
    return { path, held: taken !== undefined };
  } catch (error) {
    return { path, held: false, error: (error as Error).message };
  }
}

process.on('disconnect', () => {
  for (const [pid, signal] of [...watched].reverse()) signalGroup(pid, signal);
  void Promise.all([...watched.keys()].map((pid) => groupGone(pid, END_WITHIN_MS))).then(() => process.exit());
});

// A signal to all processes of a terminal or a container is not meant to leave the services without a watchdog.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
