import { deriveKey } from '@facet/contracts/seal';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Pool } from 'pg';

/** Who asks, by the cookie that better-auth has given them. */
export interface Asker {
  readonly userId: string;
  /** The session's organisation, else the user's own. */
  readonly organizationId: string;
}

const SESSION = `
  select session.user_id as "userId", member.organization_id as "organizationId"
  from auth.session
  join auth.organization own on own.personal_user_id = session.user_id
  join auth.member on member.user_id = session.user_id
    and member.organization_id = coalesce(session.active_organization_id, own.id)
  where session.token = $1 and session.expires_at > now()`;

/** The API's check of a session, as it is written by hand: the cookie's signature, then one statement. */
export function createSessionCheck(ops: Pool, facetSecret: string) {
  const secret = deriveKey(facetSecret, 'sessions').toString('hex');
  return async (cookies: string | undefined): Promise<Asker | undefined> => {
    const cookie = /(?:^|;\s*)better-auth\.session_token=([^;]*)/.exec(cookies ?? '')?.[1];
    if (cookie === undefined) return undefined;
    const [token, signature] = decodeURIComponent(cookie).split('.');
    const expected = createHmac('sha256', secret).update(token!).digest();
    const given = Buffer.from(signature ?? '', 'base64');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    const hash = createHash('sha256').update(token!).digest('hex');
    const { rows } = await ops.query<Asker>(SESSION, [`sha256:${hash}`]);
    return rows[0];
  };
}
