'use client';
import { useSyncExternalStore } from 'react';
import { ago, moment } from '../texts/format.ts';

const never = () => () => undefined;

/** Whether this is the browser. Server and browser may be in different places and languages; what the browser makes of a time is what stays. */
const useIsHere = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/**
 * The server writes what it takes the time for, so that the place of the words is kept. React leaves that as it is while the script takes
 * over, if it is told to, and writes the browser's words over it because they are others than what it believes to be there.
 */
const asFarAsKnown = (isHere: boolean, write: () => string): string =>
  isHere || typeof window === 'undefined' ? write() : '';

/** When something was: how long ago, and the moment for who points at it. */
export function Time({ at }: { readonly at: string }) {
  const isHere = useIsHere();
  return (
    <time dateTime={at} title={isHere ? moment(at) : undefined} suppressHydrationWarning>
      {asFarAsKnown(isHere, () => ago(at, Date.now()))}
    </time>
  );
}

/** When something is or will be, written by `as`. */
export function Moment({ at, as }: { readonly at: string; readonly as: (iso: string) => string }) {
  const isHere = useIsHere();
  return (
    <time dateTime={at} suppressHydrationWarning>
      {asFarAsKnown(isHere, () => as(at))}
    </time>
  );
}
