import 'server-only';
import { CombinedGraphQLErrors } from '@apollo/client';
import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { ORGANIZATION_COOKIE } from '../account/organization.ts';
import { query } from '../graphql/server.ts';
import { ViewerDocument, type ViewerQuery } from './viewer.graphql.ts';

type Asking = ViewerQuery['viewer'];
export type Viewer = Omit<Asking, 'user'> & { readonly user: NonNullable<Asking['user']> };

/** Who looks at this page, in which organisation. Others are led to where they sign in. */
export const readViewer = cache(async (): Promise<Viewer> => {
  const path = encodeURIComponent((await headers()).get('x-path') ?? '/');
  const { data, error } = await query({ query: ViewerDocument, errorPolicy: 'all' });
  const viewer = data?.viewer;
  if (viewer?.user) return { ...viewer, user: viewer.user };
  const codes = CombinedGraphQLErrors.is(error) ? error.errors.map(({ extensions }) => extensions?.['code']) : [];
  if (codes.includes('UNAUTHENTICATED')) redirect(`/sign-in?next=${path}`);
  if (codes.includes('NOT_FOUND') && (await cookies()).has(ORGANIZATION_COOKIE))
    redirect(`/organization/forget?next=${path}`);
  throw error ?? new Error('The API names nobody who asks.');
});
