import { createClient } from 'graphql-ws/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocket } from 'ws';
import type { CommandContext } from '../context.ts';
import { answerError, RemoteError, type AnswerError } from './errors.ts';
import { waitForBudget } from './wait-for-budget.ts';

/** The connection for subscriptions. */
export interface Socket {
  subscribe<Result>(query: string, variables: Record<string, unknown>): AsyncGenerator<Result>;
  close(): Promise<void>;
}

/** A restart of the service is over long before this many attempts, of which most are `longestWaitMs` apart. */
const attempts = 60;
const longestWaitMs = 5_000;
/** Between two pings, and how long an answer may take: a connection can die without a word. */
const pingMs = 10_000;
const pongMs = 20_000;

/**
 * Opens with the first subscription. When the connection is lost it is made anew and each subscription is sent again; the
 * service answers with the state of now, so nothing is missed.
 */
export function openSocket(url: string, headers: Record<string, string>, { reporter, signal }: CommandContext): Socket {
  let unanswered: NodeJS.Timeout | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    // The credentials go with the handshake, as with every request: a cookie is taken nowhere else.
    webSocketImpl: class extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { headers });
      }
    },
    keepAlive: pingMs,
    retryAttempts: attempts,
    retryWait: async (retries) => {
      if (retries === 0) reporter.note('The connection is lost; connecting again.');
      await sleep(Math.min(250 * 2 ** retries, longestWaitMs));
    },
    shouldRetry: () => true,
    on: {
      ping: (isReceived) => {
        if (!isReceived) unanswered = setTimeout(() => client.terminate(), pongMs);
      },
      pong: () => clearTimeout(unanswered),
      closed: () => clearTimeout(unanswered),
    },
  });
  return {
    async *subscribe<Result>(query: string, variables: Record<string, unknown>) {
      for (;;) {
        try {
          for await (const { data, errors } of client.iterate<Result>({ query, variables })) {
            if (errors) throw answerError(errors as readonly AnswerError[]);
            if (data) yield data;
          }
          return;
        } catch (thrown) {
          const error = errorOf(url, thrown);
          if (error.retryAfterSeconds === undefined) throw error;
          await waitForBudget({ reporter, signal }, error.retryAfterSeconds);
        }
      }
    },
    close: async () => client.dispose(),
  };
}

/** What a subscription ends with: errors of GraphQL, or the event that closed the socket for good. */
function errorOf(url: string, thrown: unknown): RemoteError {
  if (thrown instanceof RemoteError) return thrown;
  if (Array.isArray(thrown)) return answerError(thrown as readonly AnswerError[]);
  const { code, reason } = thrown as Partial<CloseEvent>;
  const why = [code, reason].filter((part) => part !== undefined && part !== '').join(' ');
  const message = `The connection to ${url} was lost and does not come back (${why || String(thrown)}). What runs there goes on.`;
  return new RemoteError('unreachable', message, { cause: thrown });
}
