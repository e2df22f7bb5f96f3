import { OrganizationId, type Role, type UserId } from '@facet/contracts';
import {
  ensurePersonalOrganization,
  findSession,
  memberBehindKey,
  type Actor,
  type Database,
  type Operations,
  type Position,
  type Session,
} from '@facet/db';
import * as z from 'zod';
import { decodeId, possibleId } from '../ids.ts';
import { NotFoundError, UnauthenticatedError } from '../errors.ts';
import type { Auth } from './auth.ts';
import { KEY_PREFIX } from './auth.ts';
import { hashOfToken } from './hashed-sessions.ts';
import { PERMISSIONS, permissionsOf, type Permission } from './permissions.ts';
import { sessionToken } from './session-cookie.ts';

/** Who asks, in which organisation, and what they may do there. */
export interface Viewer {
  readonly organizationId: OrganizationId;
  readonly actor: Actor;
  /** A member; undefined for an API key, which acts for the organisation, and not for the member who answers for it. */
  readonly user?: { readonly id: UserId; readonly role: Role; readonly headers: Headers };
  readonly permissions: ReadonlySet<Permission>;
  /**
   * Whose the budget of queries and the turns are: `person:<id>`, or `keys:<id>` for all keys that a person answers for, whatever
   * the organisation. Organisations, sessions and keys are free to make.
   */
  readonly subject: string;
  /** When the session or the key ends, unless that is prolonged meanwhile; null: never. */
  readonly validUntil: Date | null;
}

export const mayAdminister = ({ permissions }: Viewer): boolean => permissions.has('administer');

/** Chooses among a session's organisations, by global id; without it the session's own choice counts, else the personal one. */
export const ORGANIZATION_HEADER = 'facet-organization';

export interface Identities {
  readonly auth: Auth;
  readonly database: Database;
  readonly operations: Operations;
}

/**
 * Whom the headers speak for: `authorization: Bearer facet_...` an API key's organisation, else the session of the cookie.
 * Undefined without either. Throws `UnauthenticatedError` for a key that is not or no longer valid, `NotFoundError` for an
 * organisation that the user is no member of.
 */
export async function identify(identities: Identities, headers: Headers): Promise<Viewer | undefined> {
  const key = /^bearer (\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return key === undefined ? ofSession(identities, headers) : ofKey(identities, key);
}

const KeyPermissions = z.object({ facet: z.array(z.enum(PERMISSIONS)) });

async function ofKey({ auth, database }: Identities, text: string): Promise<Viewer> {
  const { valid, key } = text.startsWith(KEY_PREFIX)
    ? await auth.api.verifyApiKey({ body: { key: text } })
    : { valid: false, key: null };
  if (!valid || !key) throw new UnauthenticatedError('The API key is not valid, or no longer. Make a new one.');
  const organizationId = OrganizationId.parse(key.referenceId);
  const behind = await database.withOrganization(organizationId, (transaction) => memberBehindKey(transaction, key.id));
  if (!behind)
    throw new UnauthenticatedError(
      'The API key has ended with the membership or the password of who made it. An owner can take it over, or make a new one.',
    );
  const granted = KeyPermissions.safeParse(key.permissions);
  return {
    organizationId,
    actor: { kind: 'api-key', id: key.id },
    // No more than who answers for it may do.
    permissions: new Set(
      (granted.data?.facet ?? []).filter((permission) => permissionsOf(behind.role).has(permission)),
    ),
    subject: `keys:${behind.userId}`,
    validUntil: key.expiresAt,
  };
}

async function ofSession(identities: Identities, headers: Headers): Promise<Viewer | undefined> {
  const chosen = headers.get(ORGANIZATION_HEADER) ?? undefined;
  const session = await findSessionOf(identities, headers, chosen);
  if (!session) return undefined;
  const { userId, expiresAt } = session;
  const { organizationId, role } =
    chosen === undefined ? await currentPosition(identities, session) : chosenPosition(session, chosen);
  return {
    organizationId,
    actor: { kind: 'user', id: userId },
    user: { id: userId, role, headers },
    permissions: permissionsOf(role),
    subject: `person:${userId}`,
    validUntil: expiresAt,
  };
}

/** By one statement, unless better-auth has to see to it: to renew the session, or because it is not there. */
async function findSessionOf(
  { auth, operations }: Identities,
  headers: Headers,
  chosen: string | undefined,
): Promise<Session | undefined> {
  const { secret, authCookies, sessionConfig } = await auth.$context;
  const wanted = chosen === undefined ? undefined : possibleId('Organization', chosen);
  const find = (token: string): Promise<Session | undefined> =>
    operations.statement((transaction) => findSession(transaction, hashOfToken(token), wanted));

  const token = sessionToken({ name: authCookies.sessionToken.name, secret }, headers.get('cookie') ?? '');
  const found = token === undefined ? undefined : await find(token);
  const renewableAt = (found?.expiresAt.getTime() ?? 0) - (sessionConfig.expiresIn - sessionConfig.updateAge) * 1000;
  if (found && Date.now() < renewableAt) return found;
  const seen = await auth.api.getSession({ headers });
  return seen ? find(seen.session.token) : undefined;
}

/** Throws `NotFoundError` for what is no organisation of the user's. */
function chosenPosition({ chosen: position }: Session, chosen: string): Position {
  const organizationId = decodeId('Organization', chosen);
  if (position?.organizationId !== organizationId) throw new NotFoundError();
  return position;
}

/** Who was removed from the session's organisation goes on in the personal one, and is not locked out. */
const currentPosition = async (
  { operations }: Identities,
  { chosen, personal, userId, userName }: Session,
): Promise<Position> =>
  chosen ??
  personal ??
  operations.withOperations((transaction) => ensurePersonalOrganization(transaction, userId, userName));
