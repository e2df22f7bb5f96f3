import type { ChangeEvent } from '@facet/contracts';
import { identify, ORGANIZATION_HEADER, type Identities, type Viewer } from '../auth/viewer.ts';
import { ApiError } from '../errors.ts';
import { encodeId } from '../ids.ts';
import type { EndReason } from './feed-event.ts';

/** Kinds on which hangs who may see what. */
const DECIDING: ReadonlySet<ChangeEvent['kind']> = new Set(['ApiKey', 'Library', 'LibraryGrant', 'Member', 'Token']);

export const decidesRights = ({ kind }: ChangeEvent): boolean => DECIDING.has(kind);

/** Whether the change may be of what this viewer may do, so that it has to be looked up again. A key's rights can hang on its maker's. */
export function touchesRightsOf({ kind, ids, userIds }: ChangeEvent, { actor, user }: Viewer): boolean {
  if (kind === 'Session') return user !== undefined && userIds.includes(user.id);
  if (kind === 'ApiKey') return actor.kind === 'api-key' && ids.includes(actor.id);
  return kind === 'Member' && (!user || userIds.includes(user.id));
}

/** Who these headers speak for now, in the same organisation as before; or why they speak for nobody there any more. */
export async function identifyAgain(
  identities: Identities,
  headers: Headers,
  before: Viewer,
): Promise<Viewer | EndReason> {
  const same = new Headers(headers);
  same.set(ORGANIZATION_HEADER, encodeId('Organization', before.organizationId));
  try {
    const viewer = await identify(identities, same);
    if (!viewer) return 'signed-out';
    return viewer.permissions.has('read') ? viewer : 'not-allowed';
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.code === 'NOT_FOUND') return 'membership-ended';
    if (error.code === 'FORBIDDEN') return 'not-allowed';
    return before.user ? 'signed-out' : 'key-ended';
  }
}
