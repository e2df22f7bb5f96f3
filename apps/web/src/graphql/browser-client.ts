import { ApolloLink, CombinedGraphQLErrors, disableFragmentWarnings, HttpLink } from '@apollo/client';
import { ApolloClient, InMemoryCache } from '@apollo/client-integration-nextjs';
import { ErrorLink } from '@apollo/client/link/error';
import { defer, from, lastValueFrom, map, retry, switchMap } from 'rxjs';
import { ORGANIZATION_HEADER } from '../account/organization.ts';
import { signInAgain } from '../account/sign-in-again.ts';
import { cacheConfig } from './cache.ts';
import { noteAnswer, noteLoss, noteWait } from './connection.ts';
import { freshLink } from './fresh-link.ts';
import { isNoAnswer } from './is-no-answer.ts';
import { patientLink } from './patient-link.ts';

// What PreloadQuery brings has its query as text, which is parsed beside the generated trees.
disableFragmentWarnings();

const LOAD_AGAIN_MS = 2000;
const WAIT_SECONDS = 120;

/** @param organizationId that the page is of: every tab stays in its own, whatever another one has switched to */
export function makeClient(organizationId: string): ApolloClient {
  const cache = new InMemoryCache(cacheConfig);
  // Components are rendered on the server too, with what PreloadQuery has fetched and nothing else.
  if (typeof window === 'undefined') return new ApolloClient({ cache, link: ApolloLink.empty() });
  const headers = { [ORGANIZATION_HEADER]: organizationId };
  // Pages come up with what is asked for; what watches is loaded beside that, and tried again while nothing is reached.
  const socket = lastValueFrom(
    defer(() => import('./socket-link.ts')).pipe(
      map(({ socketLink }) => socketLink(headers)),
      retry({ delay: LOAD_AGAIN_MS }),
    ),
  );
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
      freshLink,
      patientLink(WAIT_SECONDS, noteWait),
      ApolloLink.split(
        ({ operationType }) => operationType === 'subscription',
        new ApolloLink((operation) => from(socket).pipe(switchMap((link) => link.request(operation)))),
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
