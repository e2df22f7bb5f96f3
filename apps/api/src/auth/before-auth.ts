import { TEXT_BOUNDS } from '@facet/base';
import { splitId } from '@facet/contracts';
import { APIError, createAuthMiddleware } from 'better-auth/api';
import * as z from 'zod';
import { isStorable } from '../storable.ts';

/** Clients know organisations and invitations by global ids; better-auth by its own. Its own are taken too. */
const TAKEN: Record<string, string> = { organizationId: 'Organization', invitationId: 'Invitation' };

/** What requests to better-auth are changed into before it sees them. */
export const beforeAuth = createAuthMiddleware(async ({ path, body, query }) => {
  refuseUnfit({ ...(body as object | null | undefined), ...query });
  // The one request of these that reads, and so has its id in the address.
  if (path === '/organization/get-invitation' && query?.['id'] !== undefined)
    return { context: { query: { ...query, id: ownIds({ invitationId: query['id'] })['invitationId'] } } };
  if (body === null || typeof body !== 'object') return;
  if (path === '/sign-up/email' || path === '/update-user') checkPerson(body as Record<string, unknown>);
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

/** Texts that the database would answer with a fault of ours. */
function refuseUnfit(value: unknown): void {
  if (typeof value === 'string' && !isStorable(value))
    throw new APIError('BAD_REQUEST', {
      message: 'A text holds a NUL or half of a character, which cannot be stored. Leave it out.',
    });
  if (value !== null && typeof value === 'object') Object.values(value).forEach(refuseUnfit);
}

/** What colleagues see of a person: a name as others are, on one line. Pictures would be addresses of their own choosing. */
function checkPerson({ name, image }: Record<string, unknown>): void {
  const { min, max } = TEXT_BOUNDS.name;
  const length = typeof name === 'string' ? name.trim().length : min;
  if (length < min || length > max || /\p{Cc}/u.test(String(name)))
    throw new APIError('BAD_REQUEST', { message: `A name has ${min} to ${max} characters on one line.` });
  if (image !== undefined && image !== null)
    throw new APIError('BAD_REQUEST', { message: 'Pictures of people are not kept. Leave image out.' });
}

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
