'use client';
import { useSyncExternalStore } from 'react';

let waiting: PromiseWithResolvers<void> | undefined;
/** Who asks for the password over the page; pages without any lead to the one that does. */
const askers = new Set<() => void>();
const atReturn = new Set<() => void>();

const tell = (): void => askers.forEach((asker) => asker());

/**
 * The session is over. The page stays as it is, with everything that was typed, chosen and sent, and asks for the password over
 * itself; what was refused is asked again afterwards. @returns when there is a session again
 */
export function signInAgain(): Promise<void> {
  if (waiting) return waiting.promise;
  waiting = Promise.withResolvers<void>();
  if (askers.size === 0) location.assign(signInPath());
  tell();
  return waiting.promise;
}

/** There is a session again, of the same person. */
export function goOn(): void {
  for (const listener of atReturn) listener();
  waiting?.resolve();
  waiting = undefined;
  tell();
}

/** What has to know of the new session before anything is asked again. */
export function beforeGoingOn(listener: () => void): void {
  atReturn.add(listener);
}

/** Where one signs in on a page of its own, and comes back from. */
export const signInPath = (): string => `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;

const subscribe = (asker: () => void): (() => void) => {
  askers.add(asker);
  return () => void askers.delete(asker);
};

export const useIsSessionOver = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => waiting !== undefined,
    () => false,
  );
