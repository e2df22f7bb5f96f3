import 'server-only';
import { HttpLink } from '@apollo/client';
import { ApolloClient, InMemoryCache, registerApolloClient } from '@apollo/client-integration-nextjs';
import { cookies } from 'next/headers';
import { askersHeaders } from '../account/asker.ts';
import { ORGANIZATION_COOKIE, ORGANIZATION_HEADER } from '../account/organization.ts';
import { API_URL } from '../environment.ts';
import { cacheConfig } from './cache.ts';
import { patientLink } from './patient-link.ts';

/** As long as somebody waits for a page. What takes longer is asked for, and waited for, by the page itself. */
const WAIT_SECONDS = 10;

/** The API as the browser's session sees it, for one request. */
export const { query, PreloadQuery } = registerApolloClient(async () => {
  const organization = (await cookies()).get(ORGANIZATION_COOKIE)?.value;
  return new ApolloClient({
    cache: new InMemoryCache(cacheConfig),
    link: patientLink(WAIT_SECONDS).concat(
      new HttpLink({
        uri: `${API_URL}/graphql`,
        headers: { ...(await askersHeaders()), ...(organization && { [ORGANIZATION_HEADER]: organization }) },
        fetchOptions: { cache: 'no-store' },
      }),
    ),
  });
});
