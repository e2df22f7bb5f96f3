import { ChangeEvent, CHANGES_CHANNEL } from '@facet/contracts';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { explainConnection } from './explain.ts';

export interface ChangeListener {
  readonly onChange: (change: ChangeEvent) => void;
  /**
   * Something may have been missed, so whoever watches should read again what it shows: the connection was lost and is back, or a
   * program of another version announced what this one does not understand.
   */
  readonly onGap: () => void;
  /** Told of each lost connection. */
  readonly onError?: (error: Error) => void;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const CONNECT_WITHIN_MS = 10_000;
/** A connection can die without a word; then nothing comes on it for ever, and no query is answered in time. */
const PROBE_EVERY_MS = 15_000;
const PROBE_WITHIN_MS = 10_000;

/**
 * Listens for changes on a connection of its own, one per process, and connects again whenever it breaks. They name their
 * organisation; the receiver must give them to that organisation's subscribers only. Throws `unreachable` at first; later
 * failures are retried. Returns the way to stop.
 */
export async function listenForChanges(
  appUrl: string,
  { onChange, onGap, onError }: ChangeListener,
): Promise<() => Promise<void>> {
  const stopping = new AbortController();
  let client = await open();

  async function open(): Promise<Client> {
    const next = new Client({
      connectionString: appUrl,
      application_name: 'facet-listen',
      keepAlive: true,
      // A server that takes the connection and says nothing is tried again like one that refuses it.
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: PROBE_WITHIN_MS,
    });
    next.on('notification', ({ payload }) => {
      const change = ChangeEvent.safeParse(parse(payload));
      if (change.success) onChange(change.data);
      else onGap();
    });
    next.on('error', (error) => onError?.(error));
    next.once('end', () => void reopen());
    try {
      await next.connect();
      await next.query(`listen ${CHANGES_CHANNEL}`);
    } catch (error) {
      next.removeAllListeners('end');
      await next.end().catch(() => undefined);
      throw explainConnection(error, appUrl);
    }
    return next;
  }

  async function reopen(): Promise<void> {
    for (let wait = FIRST_RETRY_MS; !stopping.signal.aborted; wait = Math.min(2 * wait, LONGEST_RETRY_MS)) {
      try {
        client = await open();
        if (stopping.signal.aborted) await client.end();
        else onGap();
        return;
      } catch (error) {
        onError?.(error as Error);
        await delay(wait, undefined, { ref: false, signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  const probing = setInterval(() => {
    const probed = client;
    probed.query('select 1').catch((error: Error) => {
      if (probed !== client || stopping.signal.aborted) return;
      onError?.(error);
      void probed.end();
    });
  }, PROBE_EVERY_MS);
  probing.unref();

  return async () => {
    clearInterval(probing);
    stopping.abort();
    await client.end().catch(() => undefined);
  };
}

function parse(payload: string | undefined): unknown {
  try {
    return JSON.parse(payload ?? '');
  } catch {
    return undefined;
  }
}
