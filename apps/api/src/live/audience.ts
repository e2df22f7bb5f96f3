import { UserId, type ChangeEvent } from '@facet/contracts';
import { mayAdminister, type Viewer } from '../auth/viewer.ts';

/** Kinds that only people may see, and no API key whatever its scopes. */
const PEOPLE_ONLY: ReadonlySet<ChangeEvent['kind']> = new Set(['ApiKey', 'Invitation']);

/**
 * Whether somebody is told of a change, and as whom: `anyone` like them, who see what the organisation shares, or as themselves,
 * because it is theirs. Undefined: it is none of their business, and even its id stays hidden.
 */
export function placeIn(change: ChangeEvent, viewer: Viewer): 'anyone' | 'oneself' | undefined {
  const { kind, audience, userIds } = change;
  if (kind === 'Session') return undefined;
  if (viewer.user && userIds.includes(viewer.user.id)) return 'oneself';
  if (audience === null) return undefined;
  if (audience === 'administrators' && !mayAdminister(viewer)) return undefined;
  return PEOPLE_ONLY.has(kind) && !viewer.user ? undefined : 'anyone';
}

/** No user has this id, so nothing is private to it. */
const NOBODY = UserId.parse('00000000-0000-0000-0000-000000000000');

/** Somebody with the same rights to whom nothing is private, who stands for all of these. */
export function anyoneLike(viewer: Viewer): Viewer {
  const { organizationId, permissions, user } = viewer;
  const shared = { organizationId, permissions, subject: 'feed', validUntil: null };
  if (!user) return { ...shared, actor: { kind: 'api-key', id: NOBODY } };
  const nobody = { id: NOBODY, role: user.role, headers: new Headers() };
  return { ...shared, actor: { kind: 'user', id: NOBODY }, user: nobody };
}

/** Equal for viewers who see the same. */
export const sightOf = ({ organizationId, actor, user, permissions }: Viewer): string =>
  [organizationId, actor.kind, actor.id, user?.role ?? '', [...permissions].toSorted()].join(' ');
