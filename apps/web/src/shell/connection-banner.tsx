'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import {
  connectionNow,
  connectionOnServer,
  noteAnswer,
  noteLoss,
  subscribeToConnection,
} from '../graphql/connection.ts';
import { moment } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';
import { Notice } from '../ui/notice.tsx';
import { useStaying } from './use-staying.ts';

const RETRY_MS = 5000;
/** A socket that breaks and is there again at once is nothing to say, nor to move the page for. */
const SAID_AFTER_MS = 1500;

/** Says that what is shown may be old, of when it is, and looks whether the service is back. */
export function ConnectionBanner() {
  const { state, since } = useSyncExternalStore(subscribeToConnection, connectionNow, connectionOnServer);
  useEffect(() => {
    window.addEventListener('offline', noteLoss);
    return () => window.removeEventListener('offline', noteLoss);
  }, []);
  useEffect(() => {
    if (state === 'on') return undefined;
    const look = (): void =>
      void fetch('/api/auth/get-session').then(
        ({ ok }) => ok && noteAnswer(),
        () => noteLoss(),
      );
    const timer = setInterval(look, RETRY_MS);
    window.addEventListener('online', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('online', look);
    };
  }, [state]);
  useStaying(state === 'offline');
  const [isLasting, setLasting] = useState(false);
  const isLost = state !== 'on';
  useEffect(() => {
    if (!isLost) return undefined;
    const timer = setTimeout(() => setLasting(true), SAID_AFTER_MS);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [isLost]);
  if (!isLost || !isLasting) return null;
  return (
    <Notice tone="warn" className="mb-6">
      {texts.connection[state](moment(new Date(since).toISOString()))}
    </Notice>
  );
}
