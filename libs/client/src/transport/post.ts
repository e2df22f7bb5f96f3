import { answerError, type AnswerError } from '../errors/answer-error.ts';
import { ClientError } from '../errors/client-error.ts';
import { headersOf, type Credentials } from './credentials.ts';
import { failureOf, request, type Fetch } from './request.ts';

/** A request that takes longer than this gets no answer any more. */
const REQUEST_MS = 60_000;

export interface PostOptions {
  readonly fetch: Fetch;
  /** Without a slash at its end. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly signal?: AbortSignal | undefined;
}

interface Answer<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly AnswerError[];
}

/** Sends one operation. @throws ClientError */
export async function post<Result>(
  { fetch, url, credentials, signal }: PostOptions,
  query: string,
  variables: unknown,
): Promise<Result> {
  const timeout = AbortSignal.timeout(REQUEST_MS);
  const either = signal ? AbortSignal.any([signal, timeout]) : timeout;
  const response = await request(fetch, `${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json',
      ...headersOf(credentials),
    },
    // A page's own session goes along, except where a key speaks.
    credentials: 'apiKey' in credentials ? 'omit' : 'include',
    body: JSON.stringify({ query, variables }),
    signal: either,
  });
  const text = await response.text().catch((cause: unknown) => Promise.reject(failureOf(url, either, cause)));
  const { data, errors } = answerOf<Result>(text) ?? {};
  if (errors && errors.length > 0) throw answerError(errors);
  if (!data) throw unexpected(url, response);
  return data;
}

/** Undefined for a page of a proxy, or of another server. */
function answerOf<Result>(text: string): Answer<Result> | undefined {
  try {
    return JSON.parse(text) as Answer<Result>;
  } catch {
    return undefined;
  }
}

/** An answer that is not the API's own. */
function unexpected(url: string, { status, headers }: Response): ClientError {
  if (status === 429) {
    const seconds = Number(headers.get('retry-after'));
    return new ClientError('rate-limited', `${url} takes no more requests for now.`, {
      retryAfterSeconds: seconds > 0 ? seconds : 1,
    });
  }
  if (status >= 500) return new ClientError('service-failed', `${url} fails (status ${status}). Try again later.`);
  const message = `${url} answers with status ${status}, and not as Facet's API does. Check the address.`;
  return new ClientError('unexpected-answer', message);
}
