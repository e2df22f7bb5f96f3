'use client';
import { useSyncExternalStore } from 'react';
import { ago, moment } from '../texts/format.ts';

const never = () => () => undefined;

/** When something was. Server and browser may be in different places, so the words come with the script. */
export function Time({ at }: { readonly at: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  return (
    <time dateTime={at} title={isHere ? moment(at) : undefined}>
      {isHere ? ago(at, Date.now()) : ''}
    </time>
  );
}
