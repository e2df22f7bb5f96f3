/**
 * An API key, or a signed-in session. A session acts in its personal organisation unless another one is named by its id.
 * In a browser the page's own session is meant: the cookie is the browser's, which sends it by itself.
 */
export type Credentials =
  { readonly apiKey: string } | { readonly cookie?: string; readonly organizationId?: string | undefined };

/** As headers of a request, and of a socket's handshake where they can be set there. */
export function headersOf(credentials: Credentials): Record<string, string> {
  if ('apiKey' in credentials) return { authorization: `Bearer ${credentials.apiKey}` };
  const { cookie, organizationId } = credentials;
  return {
    ...(cookie !== undefined && { cookie }),
    ...(organizationId !== undefined && { 'facet-organization': organizationId }),
  };
}

/** What goes with the first message of a socket, since pages cannot set headers of its handshake. */
export function socketParameters(credentials: Credentials): Record<string, string> {
  const { cookie: _, ...parameters } = headersOf(credentials);
  return parameters;
}
