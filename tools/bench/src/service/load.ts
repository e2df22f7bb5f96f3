import { randomUUID } from 'node:crypto';
import autocannon from 'autocannon';

/** What is sent. */
export interface Target {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Where the body has this text, every request has another one. */
  readonly unique?: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
  /** Connections that failed or timed out, answers other than 2xx, and GraphQL answers with errors. */
  readonly errors: number;
}

/** Sends a number of requests over some connections, and waits for every answer. Targets take turns. */
export async function load(
  targets: readonly Target[],
  { connections, requests }: { readonly connections: number; readonly requests: number },
): Promise<LoadResult> {
  let refused = 0;
  const started = performance.now();
  // autocannon itself ends at a whole second.
  let answeredAt = started;
  const { origin } = new URL(targets[0]!.url);
  const result = await autocannon({
    url: origin,
    connections,
    amount: requests,
    timeout: 120,
    requests: targets.map(({ url, headers, body = '{}', unique }) => ({
      method: 'POST' as const,
      path: new URL(url).pathname,
      headers: { 'content-type': 'application/json', ...headers },
      body,
      ...(unique !== undefined && {
        setupRequest: (request: autocannon.Request) => ({ ...request, body: body.replace(unique, randomUUID()) }),
      }),
      onResponse: (_status: number, text: string) => {
        answeredAt = performance.now();
        if (text.includes('"errors":[') || text.includes('Error"')) refused += 1;
      },
    })),
  });
  const seconds = (answeredAt - started) / 1000;
  const { p50, p90, p99, max } = result.latency;
  const answered = result.requests.total;
  return {
    requests: answered,
    perSecond: answered / seconds,
    latencyMs: { p50, p90, p99, max },
    errors: result.errors + result.timeouts + result.non2xx + refused + (requests - answered),
  };
}
