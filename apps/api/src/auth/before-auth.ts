import { splitId } from '@facet/contracts';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import * as z from 'zod';

/** Clients know organisations and invitations by global ids; better-auth by its own. Its own are taken too. */
const TAKEN: Record<string, string> = { organizationId: 'Organization', invitationId: 'Invitation' };

/** What requests to better-auth are changed into before it sees them. */
export const beforeAuth = createAuthMiddleware(async ({ path, body, query }) => {
  // The one request of these that reads, and so has its id in the address.
  if (path === '/organization/get-invitation' && query?.['id'] !== undefined)
    return { context: { query: { ...query, id: ownIds({ invitationId: query['id'] })['invitationId'] } } };
  if (body === null || typeof body !== 'object') return;
  const changes =
    path === '/change-password'
      ? // A new password ends what others may have opened with the old one, whether they ask for it or not.
        { revokeOtherSessions: true }
      : path.startsWith('/organization/')
        ? ownIds(body as Record<string, unknown>)
        : {};
  if (Object.keys(changes).length === 0) return;
  return { context: { body: { ...(body as object), ...changes } } };
});

/** Throws for what can be no id, which the database would take for a fault of ours. */
const ownIds = (body: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => {
      const kind = TAKEN[name];
      if (kind === undefined || value === null || value === undefined) return [];
      const { typename, id } = splitId(String(value));
      const own = typename === kind ? id : String(value);
      if (!z.uuid().safeParse(own).success)
        throw new APIError('BAD_REQUEST', { message: `There is no ${kind} with this id.` });
      return [[name, own]];
    }),
  );
