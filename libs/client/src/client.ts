import { ClientError } from './errors/client-error.ts';
import { apiUrl } from './transport/address.ts';
import type { Credentials } from './transport/credentials.ts';
import { delay } from './transport/delay.ts';
import { post } from './transport/post.ts';
import type { Fetch } from './transport/request.ts';
import { openSocket, type Socket, type WebSocketClass } from './transport/socket.ts';
import type { TypedDocument } from './typed-document.ts';

export interface ClientOptions {
  /** Where the API is, for example `https://facet.example.com`. */
  readonly url: string;
  /** Without any, a page's own session. */
  readonly credentials?: Credentials;
  /** In place of the global ones. A WebSocket that is given here sets its headers itself. */
  readonly fetch?: Fetch;
  readonly WebSocket?: WebSocketClass;
  /** Waits for the budget of the rate limit, then the operation is sent again. By default it just waits; throw to give up. */
  readonly waitForBudget?: (seconds: number) => Promise<void>;
  /** Is told when the socket is lost and being made anew. */
  readonly connectionLost?: () => void;
  /** After so many in a row, most of them 5 s apart, subscriptions end with `unreachable`; by default 60. */
  readonly reconnectAttempts?: number;
}

export interface CallOptions {
  /** Ends the call, which throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A connection to the service. Functions of this package take anything that has these. */
export interface Client {
  /** Of the API, without a slash at its end. */
  readonly url: string;
  readonly fetch: Fetch;
  /**
   * Sends a query or mutation; waits where the rate limit asks for it.
   * @throws ClientError; errors inside of result unions are the caller's, see `accepted`
   */
  run<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    options?: CallOptions,
  ): Promise<Result>;
  /** Events of a subscription, which goes on by itself after a lost connection. @throws ClientError */
  subscribe<Result, Variables>(
    document: TypedDocument<Result, Variables>,
    variables: Variables,
    options?: CallOptions,
  ): AsyncIterable<Result>;
  /** Ends the subscriptions and closes the socket. */
  close(): Promise<void>;
}

const RECONNECT_ATTEMPTS = 60;

/** Connects to a service. Nothing is sent yet. @throws ClientError `unreachable` for what is no address */
export function connect(options: ClientOptions): Client {
  const { credentials = {}, fetch = globalThis.fetch.bind(globalThis), connectionLost = () => undefined } = options;
  const { waitForBudget = (seconds) => delay(seconds * 1000), reconnectAttempts = RECONNECT_ATTEMPTS } = options;
  const url = apiUrl(options.url);
  let socket: Socket | undefined;

  /** When the budget covers what an error refused; other errors are thrown. */
  async function budget(error: unknown): Promise<void> {
    if (!(error instanceof ClientError) || error.retryAfterSeconds === undefined) throw error;
    await waitForBudget(error.retryAfterSeconds);
  }

  return {
    url,
    fetch,
    async run<Result, Variables>(
      document: TypedDocument<Result, Variables>,
      variables: Variables,
      { signal }: CallOptions = {},
    ) {
      for (;;) {
        try {
          return await post<Result>({ fetch, url, credentials, signal }, document.toString(), variables);
        } catch (error) {
          await budget(error);
          signal?.throwIfAborted();
        }
      }
    },
    async *subscribe<Result, Variables>(
      document: TypedDocument<Result, Variables>,
      variables: Variables,
      { signal }: CallOptions = {},
    ) {
      socket ??= openSocket({ url, credentials, WebSocket: options.WebSocket, reconnectAttempts, connectionLost });
      for (;;) {
        try {
          yield* socket.subscribe<Result>(document.toString(), variables, signal);
          return;
        } catch (error) {
          await budget(error);
          signal?.throwIfAborted();
        }
      }
    },
    close: async () => socket?.close(),
  };
}
