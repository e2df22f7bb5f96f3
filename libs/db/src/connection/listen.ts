import { PROGRESS_CHANNEL, ProgressEvent } from '@facet/contracts';
import { Client } from 'pg';
import { setTimeout as delay } from 'node:timers/promises';
import { explainConnection } from './explain.ts';

export interface ProgressListener {
  readonly onEvent: (event: ProgressEvent) => void;
  /** The connection was lost and is back: events in between are lost, so whoever watches should read the rows again. */
  readonly onGap: () => void;
  /** Told of each lost connection. */
  readonly onError?: (error: Error) => void;
}

const FIRST_RETRY_MS = 100;
const LONGEST_RETRY_MS = 5_000;
const CONNECT_WITHIN_MS = 10_000;

/**
 * Listens for progress on a connection of its own, one per process, and connects again whenever it breaks. Events name their
 * organisation; the receiver must give them to that organisation's subscribers only. Throws `unreachable` at first; later
 * failures are retried. Returns the way to stop.
 */
export async function listenForProgress(
  appUrl: string,
  { onEvent, onGap, onError }: ProgressListener,
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
    });
    next.on('notification', ({ payload }) => {
      const event = ProgressEvent.safeParse(parse(payload));
      if (event.success) onEvent(event.data);
    });
    next.on('error', (error) => onError?.(error));
    next.once('end', () => void reopen());
    try {
      await next.connect();
      await next.query(`listen ${PROGRESS_CHANNEL}`);
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

  return async () => {
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
