import type { CommandContext } from '../context.ts';
import { answerError, RemoteError, type AnswerError } from './errors.ts';
import type { TypedDocumentString } from './operations.ts';
import { openSocket, type Socket } from './socket.ts';
import { waitForBudget } from './wait-for-budget.ts';

/** An API key, or a signed-in session; a session acts in its personal organisation unless another one is named by id. */
export type Credentials =
  { readonly apiKey: string } | { readonly cookie: string; readonly organizationId?: string | undefined };

export interface RemoteOptions {
  /** Where the API is, for example `https://facet.example.com`. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly context: CommandContext;
}

/** A connection to the service. */
export interface Remote {
  /** Without a slash at its end. */
  readonly url: string;
  readonly context: CommandContext;
  /**
   * Sends a query or mutation. Waits and says so where the rate limit asks for it.
   * @throws RemoteError; errors inside result unions are the caller's, see `accepted`
   */
  run<Result, Variables>(document: TypedDocumentString<Result, Variables>, variables: Variables): Promise<Result>;
  /** Events of a subscription, which goes on by itself after a lost connection. @throws RemoteError */
  subscribe<Result, Variables>(
    document: TypedDocumentString<Result, Variables>,
    variables: Variables,
  ): AsyncIterable<Result>;
  close(): Promise<void>;
}

/** A request that takes longer than this gets no answer any more. */
const requestMs = 60_000;

export function connect({ url, credentials, context }: RemoteOptions): Remote {
  const base = apiUrl(url);
  const headers = headersOf(credentials);
  let socket: Socket | undefined;

  async function send<Result>(document: string, variables: unknown): Promise<Result> {
    const response = await fetchFrom(`${base}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers },
      body: JSON.stringify({ query: document, variables }),
      signal: AbortSignal.timeout(requestMs),
    });
    const { data, errors } = await answerOf<Result>(base, response);
    if (errors && errors.length > 0) throw answerError(errors);
    if (!data) throw unexpected(base, response.status);
    return data;
  }

  return {
    url: base,
    context,
    run: (document, variables) => patiently(context, () => send(document.toString(), variables)),
    async *subscribe(document, variables) {
      socket ??= openSocket(base, headers, context);
      const events = socket;
      yield* events.subscribe(document.toString(), variables as Record<string, unknown>);
    },
    close: async () => socket?.close(),
  };
}

/** The address of the API as the user may write it: with a slash at its end, or that of the GraphQL endpoint. */
export function apiUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new RemoteError('unreachable', `"${text}" is no address; write it as https://facet.example.com.`);
  return `${url.origin}${url.pathname.replace(/\/(graphql\/?)?$/, '')}`;
}

function headersOf(credentials: Credentials): Record<string, string> {
  if ('apiKey' in credentials) return { authorization: `Bearer ${credentials.apiKey}` };
  const { cookie, organizationId } = credentials;
  return { cookie, ...(organizationId !== undefined && { 'facet-organization': organizationId }) };
}

/** `fetch`, with an error that says which address does not answer. @throws RemoteError `unreachable` */
export async function fetchFrom(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    if ((cause as Error).name === 'AbortError') throw cause;
    const { origin } = new URL(url);
    const reason = ((cause as Error).cause as Error | undefined)?.message ?? (cause as Error).message;
    throw new RemoteError('unreachable', `${origin} does not answer (${reason}). Check the address and the network.`, {
      cause,
    });
  }
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly AnswerError[];
}

async function answerOf<Result>(url: string, response: Response): Promise<Answer<Result>> {
  const text = await response.text();
  try {
    const answer = JSON.parse(text) as Answer<Result>;
    if (answer.data || answer.errors) return answer;
  } catch {
    // A page of a proxy, or of another server.
  }
  throw unexpected(url, response.status);
}

function unexpected(url: string, status: number): RemoteError {
  if (status >= 500) return new RemoteError('service-failed', `${url} fails (status ${status}). Try again later.`);
  const message = `${url} answers with status ${status}, and not as Facet's API does. Check the address.`;
  return new RemoteError('unexpected-answer', message);
}

/** Does it again when the rate limit allows, as often as it takes; Ctrl-C ends the waiting. */
async function patiently<Result>(context: CommandContext, send: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof RemoteError) || error.retryAfterSeconds === undefined) throw error;
      await waitForBudget(context, error.retryAfterSeconds);
    }
  }
}
