import { ApolloLink, CombinedGraphQLErrors, disableFragmentWarnings, HttpLink } from '@apollo/client';
import { ApolloClient, InMemoryCache } from '@apollo/client-integration-nextjs';
import { ErrorLink } from '@apollo/client/link/error';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import { from, switchMap } from 'rxjs';
import { ORGANIZATION_HEADER } from '../account/organization.ts';
import { beforeGoingOn, signInAgain } from '../account/sign-in-again.ts';
import { cacheConfig } from './cache.ts';
import { noteAnswer, noteLoss } from './connection.ts';
import { isNoAnswer } from './is-no-answer.ts';

// What PreloadQuery brings has its query as text, which is parsed beside the generated trees.
disableFragmentWarnings();

const KEEP_ALIVE_MS = 10_000;

/** @param organizationId that the page is of: every tab stays in its own, whatever another one has switched to */
export function makeClient(organizationId: string): ApolloClient {
  const cache = new InMemoryCache(cacheConfig);
  // Components are rendered on the server too, with what PreloadQuery has fetched and nothing else.
  if (typeof window === 'undefined') return new ApolloClient({ cache, link: ApolloLink.empty() });
  const headers = { [ORGANIZATION_HEADER]: organizationId };
  const socket = createClient({
    url: `${location.origin.replace('http', 'ws')}/graphql`,
    connectionParams: headers,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    keepAlive: KEEP_ALIVE_MS,
    on: { connected: noteAnswer, message: noteAnswer, closed: (event) => (isLoss(event) ? noteLoss() : undefined) },
  });
  // A socket is whose it was when it was opened.
  beforeGoingOn(() => socket.terminate());
  return new ApolloClient({
    cache,
    link: ApolloLink.from([
      new ErrorLink(({ error, operation, forward }) => {
        if (CombinedGraphQLErrors.is(error)) {
          noteAnswer();
          if (error.errors.some(({ extensions }) => extensions?.['code'] === 'UNAUTHENTICATED'))
            return from(signInAgain()).pipe(switchMap(() => forward(operation)));
        } else if (isNoAnswer(error)) noteLoss();
        return undefined;
      }),
      ApolloLink.split(
        ({ operationType }) => operationType === 'subscription',
        new GraphQLWsLink(socket),
        new HttpLink({ uri: '/graphql', headers, fetch: noted }),
      ),
    ]),
  });
}

async function noted(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (response.status < 500) noteAnswer();
  return response;
}

/** A socket that nobody needs any more is closed in good order. */
const isLoss = (event: unknown): boolean => event instanceof CloseEvent && event.code !== 1000;
