import { NextResponse, type NextRequest } from 'next/server';
import { nextPath } from '../../../account/next-path.ts';
import { ORGANIZATION_COOKIE } from '../../../account/organization.ts';

/** Of an organisation that one is no member of any more: from here on the session's own one counts. */
export function GET(request: NextRequest): NextResponse {
  const response = new NextResponse(null, {
    status: 303,
    headers: { location: nextPath(request.nextUrl.searchParams.get('next') ?? undefined) },
  });
  response.cookies.delete(ORGANIZATION_COOKIE);
  return response;
}
