import 'server-only';
import { HttpLink } from '@apollo/client';
import { ApolloClient, InMemoryCache, registerApolloClient } from '@apollo/client-integration-nextjs';
import { cookies } from 'next/headers';
import { askersHeaders } from '../account/asker.ts';
import { ORGANIZATION_COOKIE, ORGANIZATION_HEADER } from '../account/organization.ts';
import { API_URL } from '../environment.ts';
import { cacheConfig } from './cache.ts';

/** The API as the browser's session sees it, for one request. */
export const { query, PreloadQuery } = registerApolloClient(async () => {
  const organization = (await cookies()).get(ORGANIZATION_COOKIE)?.value;
  return new ApolloClient({
    cache: new InMemoryCache(cacheConfig),
    link: new HttpLink({
      uri: `${API_URL}/graphql`,
      headers: { ...(await askersHeaders()), ...(organization && { [ORGANIZATION_HEADER]: organization }) },
      fetchOptions: { cache: 'no-store' },
    }),
  });
});
