import { NextResponse, type NextRequest } from 'next/server';
import { API_URL, FILES_ORIGIN } from './environment.ts';

/**
 * Of the API, under the application's own address: so its cookies are the application's, no other site has a say,
 * the API's explorer acts as who is signed in here, and a public picture ends with its link.
 */
const API_PATHS = /^\/(graphql$|graphiql($|\/)|api\/auth\/|shared\/[^/]+\/picture\.png$)/;

/** Of pictures that are public by their address, which is nobody else's business: neither indexes' nor that of a page that they lead to. */
const SHARED = /^\/shared\//;

/** Passes on what is the API's; gives every page a policy with a nonce, and the name of its own path. */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  if (API_PATHS.test(pathname)) return NextResponse.rewrite(new URL(`${pathname}${search}`, API_URL));
  const nonce = btoa(crypto.randomUUID());
  const policy = policyWith(nonce);
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('x-path', `${pathname}${search}`);
  headers.set('content-security-policy', policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set('content-security-policy', policy);
  const isShared = SHARED.test(pathname);
  response.headers.set('referrer-policy', isShared ? 'no-referrer' : 'strict-origin-when-cross-origin');
  if (isShared) response.headers.set('x-robots-tag', 'noindex');
  response.headers.set('x-content-type-options', 'nosniff');
  return response;
}

function policyWith(nonce: string): string {
  const isDevelopment = process.env.NODE_ENV === 'development';
  return [
    `default-src 'self'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    // Styles that scripts set on an element are no inline styles; attributes in the HTML would be, so pages have none.
    `style-src 'self' ${isDevelopment ? "'unsafe-inline'" : `'nonce-${nonce}'`}`,
    `img-src 'self' blob: data: ${FILES_ORIGIN}`,
    `font-src 'self'`,
    `connect-src 'self' ${FILES_ORIGIN}${isDevelopment ? ' ws:' : ''}`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

export const config = { matcher: '/((?!_next/static|_next/image|icon.svg).*)' };
