'use client';
import { useSyncExternalStore } from 'react';
import { ago, moment } from '../texts/format.ts';

const never = () => () => undefined;

/** Whether this is the browser: server and browser may be in different places and languages, so what depends on them comes with the script. */
const useIsHere = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

/** When something was: how long ago, and the moment for who points at it. */
export function Time({ at }: { readonly at: string }) {
  const isHere = useIsHere();
  return (
    <time dateTime={at} title={isHere ? moment(at) : undefined}>
      {isHere ? ago(at, Date.now()) : ''}
    </time>
  );
}

/** When something is or will be, written by `as`. */
export function Moment({ at, as }: { readonly at: string; readonly as: (iso: string) => string }) {
  return <time dateTime={at}>{useIsHere() ? as(at) : ''}</time>;
}
