/** Whether the API is reached, and when it was last. */
export interface Connection {
  readonly state: 'on' | 'offline' | 'lost' | 'waiting';
  /** Milliseconds since 1970. */
  readonly since: number;
}

let current: Connection = { state: 'on', since: 0 };
const listeners = new Set<() => void>();

const set = (next: Connection): void => {
  current = next;
  for (const listener of listeners) listener();
};

/** An answer came. */
export function noteAnswer(): void {
  if (current.state === 'on') current = { state: 'on', since: Date.now() };
  else set({ state: 'on', since: Date.now() });
}

/** No answer came. */
export function noteLoss(): void {
  const state = navigator.onLine ? 'lost' : 'offline';
  if (current.state !== state) set({ state, since: current.since || Date.now() });
}

/** It was asked too much at once, and is asked again later. */
export function noteWait(): void {
  if (current.state === 'on') set({ ...current, state: 'waiting' });
}

export function subscribeToConnection(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

const initial = current;
export const connectionNow = (): Connection => current;
export const connectionOnServer = (): Connection => initial;
