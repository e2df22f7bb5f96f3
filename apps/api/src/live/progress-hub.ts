import type { ProgressEvent } from '@facet/contracts';
import { listenForProgress } from '@facet/db';

/**
 * One connection that listens, and everybody in this process who watches a run. A watcher gets no event queue: it is told
 * that something changed and reads the newest state, so a slow client misses steps in between and nothing piles up.
 */
export interface ProgressHub {
  /** Calls `wake` on each event of this run, and on gaps, after which anything may have changed. Returns the way to stop. */
  watch(kind: ProgressEvent['kind'], id: string, wake: () => void): () => void;
  close(): Promise<void>;
}

export async function openProgress(appUrl: string, onError: (error: Error) => void): Promise<ProgressHub> {
  const watchers = new Map<string, Set<() => void>>();
  const stop = await listenForProgress(appUrl, {
    onEvent: ({ kind, id }) => watchers.get(`${kind}:${id}`)?.forEach((wake) => wake()),
    onGap: () => watchers.forEach((set) => set.forEach((wake) => wake())),
    onError,
  });
  return {
    watch(kind, id, wake) {
      const run = `${kind}:${id}`;
      const set = watchers.get(run) ?? new Set();
      watchers.set(run, set.add(wake));
      return () => {
        set.delete(wake);
        if (set.size === 0 && watchers.get(run) === set) watchers.delete(run);
      };
    },
    close: stop,
  };
}
