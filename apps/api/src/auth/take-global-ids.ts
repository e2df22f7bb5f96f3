import { splitId } from '@facet/contracts';
import { createAuthMiddleware } from 'better-auth/api';

/** Clients know organisations and invitations by global ids; better-auth by its own. Its own are taken too. */
const TAKEN: Record<string, string> = { organizationId: 'Organization', invitationId: 'Invitation' };

export const takeGlobalIds = createAuthMiddleware(async ({ path, body }) => {
  if (!path.startsWith('/organization/') || body === null || typeof body !== 'object') return;
  const translated = Object.entries(body as Record<string, unknown>).flatMap(([name, value]) => {
    const { typename, id } = splitId(String(value));
    return typename !== '' && typename === TAKEN[name] ? [[name, id]] : [];
  });
  if (translated.length === 0) return;
  return { context: { body: { ...(body as object), ...Object.fromEntries(translated) } } };
});
