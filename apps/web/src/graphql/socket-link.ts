import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { beforeGoingOn } from '../account/sign-in-again.ts';
import { noteAnswer, noteLoss } from './connection.ts';

const KEEP_ALIVE_MS = 10_000;

/** What is watched comes by one socket, which is opened with the first of it and again for as long as there is any. */
export function socketLink(connectionParams: Readonly<Record<string, string>>): GraphQLWsLink {
  const socket = createClient({
    url: `${location.origin.replace('http', 'ws')}/graphql`,
    connectionParams,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    keepAlive: KEEP_ALIVE_MS,
    on: { connected: noteAnswer, message: noteAnswer, closed: (event) => (isLoss(event) ? noteLoss() : undefined) },
  });
  // A socket is whose it was when it was opened.
  beforeGoingOn(() => socket.terminate());
  return new GraphQLWsLink(socket);
}

/** A socket that nobody needs any more is closed in good order. */
const isLoss = (event: unknown): boolean => event instanceof CloseEvent && event.code !== 1000;
