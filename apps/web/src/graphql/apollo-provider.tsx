'use client';
import { ApolloNextAppProvider } from '@apollo/client-integration-nextjs';
import { useEffect, type ReactNode } from 'react';
import { rememberOrganization } from '../account/organization.ts';
import { makeClient } from './browser-client.ts';

/** @param nonce of the page: the scripts that bring the server's data are inline */
export function ApolloProvider({
  organizationId,
  nonce,
  children,
}: {
  readonly organizationId: string;
  readonly nonce: string | undefined;
  readonly children: ReactNode;
}) {
  // Of several tabs the one that is looked at says what the server renders.
  useEffect(() => {
    const claim = (): void => rememberOrganization(organizationId);
    claim();
    window.addEventListener('focus', claim);
    return () => window.removeEventListener('focus', claim);
  }, [organizationId]);
  return (
    <ApolloNextAppProvider
      makeClient={() => makeClient(organizationId)}
      {...(nonce !== undefined && { extraScriptProps: { nonce } })}
    >
      {children}
    </ApolloNextAppProvider>
  );
}
