import { createClient } from 'graphql-ws/client';
import { answerError, type AnswerError } from '../errors/answer-error.ts';
import { ClientError } from '../errors/client-error.ts';
import { headersOf, socketParameters, type Credentials } from './credentials.ts';
import { delay } from './delay.ts';

/** The connection for subscriptions. */
export interface Socket {
  subscribe<Result>(query: string, variables: unknown, signal?: AbortSignal): AsyncGenerator<Result>;
  close(): Promise<void>;
}

/** A class like the browser's `WebSocket`. */
export type WebSocketClass = new (url: string, protocol: string) => object;

export interface SocketOptions {
  /** Of the API, without a slash at its end. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly WebSocket?: WebSocketClass | undefined;
  readonly reconnectAttempts: number;
  readonly connectionLost: () => void;
}

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** Between two pings, and how long an answer may take: a connection can die without a word. */
const PING_MS = 10_000;
const PONG_MS = 20_000;

/**
 * Opens with the first subscription. When the connection is lost it is made anew and each subscription is sent again; the
 * service answers with the state of now, so nothing is missed.
 */
export function openSocket(options: SocketOptions): Socket {
  const { url, credentials, reconnectAttempts, connectionLost } = options;
  let unanswered: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`,
    webSocketImpl: options.WebSocket ?? withHeaders(credentials),
    connectionParams: socketParameters(credentials),
    keepAlive: PING_MS,
    retryAttempts: reconnectAttempts,
    retryWait: (retries) => {
      if (retries === 0) connectionLost();
      return delay(Math.min(FIRST_WAIT_MS * 2 ** retries, LONGEST_WAIT_MS));
    },
    shouldRetry: () => true,
    on: {
      ping: (isReceived) => {
        if (!isReceived) unanswered = setTimeout(() => client.terminate(), PONG_MS);
      },
      pong: () => clearTimeout(unanswered),
      closed: () => clearTimeout(unanswered),
    },
  });
  return {
    async *subscribe<Result>(query: string, variables: unknown, signal?: AbortSignal) {
      signal?.throwIfAborted();
      const events = client.iterate<Result>({ query, variables: variables as Record<string, unknown> });
      const aborted = Promise.withResolvers<never>();
      const abort = (): void => aborted.reject(signal!.reason);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        for (;;) {
          const { done, value } = await Promise.race([events.next(), aborted.promise]);
          if (done) return;
          if (value.errors) throw answerError(value.errors as readonly AnswerError[]);
          if (value.data) yield value.data;
        }
      } catch (thrown) {
        throw signal?.aborted ? thrown : errorOf(url, thrown);
      } finally {
        signal?.removeEventListener('abort', abort);
        void events.return?.();
      }
    },
    close: async () => client.dispose(),
  };
}

/**
 * A session's cookie is taken with the handshake and nowhere else. Node's WebSocket sends headers; in a browser, which has no
 * cookie to give here, it is the browser's own that goes along.
 */
function withHeaders(credentials: Credentials): WebSocketClass {
  if ('apiKey' in credentials || credentials.cookie === undefined) return globalThis.WebSocket;
  const headers = headersOf(credentials);
  const NodeSocket = globalThis.WebSocket as unknown as NodeSocketClass;
  return class extends NodeSocket {
    constructor(url: string, protocol: string) {
      super(url, { protocols: [protocol], headers });
    }
  };
}

type NodeSocketClass = new (
  url: string,
  options: { readonly protocols: string[]; readonly headers: Readonly<Record<string, string>> },
) => object;

/** What a subscription ends with: errors of GraphQL, or the event that closed the socket for good. */
function errorOf(url: string, thrown: unknown): ClientError {
  if (thrown instanceof ClientError) return thrown;
  if (Array.isArray(thrown)) return answerError(thrown as readonly AnswerError[]);
  const { code, reason } = thrown as { readonly code?: unknown; readonly reason?: unknown };
  const why = [code, reason].filter((part) => part !== undefined && part !== '').join(' ');
  const message = `The connection to ${url} was lost and does not come back (${why || String(thrown)}). What runs there goes on.`;
  return new ClientError('unreachable', message, { cause: thrown });
}
