import type { RunKind } from '@facet/base';
import type { ChangeHub } from './change-hub.ts';

/** One turn of a subscription. Its resolver reads the run anew, and says whether there will be more to see. */
export interface Tick {
  over: boolean;
}

const ASLEEP = (): void => undefined;

/**
 * A tick at once, and then one whenever the run has changed. A client that is slower than the run gets fewer. Not a generator:
 * `return()` of one that waits is only heard at its next event, so watchers of idle runs would never leave.
 */
export function ticks(hub: ChangeHub, kind: RunKind, id: string): AsyncIterableIterator<Tick> {
  let last: Tick | undefined;
  const state = { changed: true, ended: false, wake: ASLEEP };
  const unwatch = hub.watch(kind, id, () => {
    state.changed = true;
    state.wake();
  });
  const end = (): IteratorReturnResult<undefined> => {
    state.ended = true;
    unwatch();
    state.wake();
    return { done: true, value: undefined };
  };
  return {
    async next() {
      if (last?.over) return end();
      if (!state.changed && !state.ended) await new Promise<void>((resolve) => (state.wake = resolve));
      if (state.ended) return end();
      state.changed = false;
      last = { over: false };
      return { done: false, value: last };
    },
    return: async () => end(),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
