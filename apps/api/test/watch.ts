import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { TestApi } from './api.ts';
import type { Ask } from './places.ts';

/** A subscription over a socket of its own, with these headers at the handshake, or what a browser sends once it is connected. */
export function watchAs(
  api: TestApi,
  headers: Record<string, string>,
  { query, variables }: Ask,
  connectionParams: Record<string, string> = {},
) {
  class Socket extends WebSocket {
    constructor(url: string, protocols?: string | string[]) {
      super(url, protocols, { headers });
    }
  }
  const client = createClient({
    url: `${api.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Socket,
    retryAttempts: 0,
    connectionParams,
  });
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of any shape
  const events = client.iterate<any>({ query, variables });
  return { events, close: () => client.dispose() };
}

/**
 * Of a run's progress what is another than before. That the run was begun may be told late, after its state was read: then the same
 * comes twice.
 */
export async function* changesOf<Event extends { readonly data?: unknown; readonly errors?: unknown }>(
  events: AsyncIterable<Event>,
): AsyncIterableIterator<Event> {
  let before: string | undefined;
  for await (const event of events) {
    const now = JSON.stringify([event.data, event.errors]);
    if (now !== before) yield event;
    before = now;
  }
}
