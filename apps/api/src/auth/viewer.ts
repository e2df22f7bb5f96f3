import { OrganizationId, UserId, type Role } from '@facet/contracts';
import {
  ensurePersonalOrganization,
  roleBehindKey,
  roleOf,
  type Actor,
  type Database,
  type Operations,
} from '@facet/db';
import * as z from 'zod';
import { decodeId } from '../ids.ts';
import { NotFoundError, UnauthenticatedError } from '../errors.ts';
import type { Auth } from './auth.ts';
import { KEY_PREFIX } from './auth.ts';
import { PERMISSIONS, permissionsOf, type Permission } from './permissions.ts';

/** Who asks, in which organisation, and what they may do there. */
export interface Viewer {
  readonly organizationId: OrganizationId;
  readonly actor: Actor;
  /** A member; undefined for an API key, which acts for the organisation, and not for the member who answers for it. */
  readonly user?: { readonly id: UserId; readonly role: Role; readonly headers: Headers };
  readonly permissions: ReadonlySet<Permission>;
  /** What the query budget is kept under: `key:<id>` or `session:<id>`. */
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
  const role = await database.withOrganization(organizationId, (transaction) => roleBehindKey(transaction, key.id));
  if (!role)
    throw new UnauthenticatedError(
      'The API key has ended with the membership or the password of who made it. An owner can take it over, or make a new one.',
    );
  const granted = KeyPermissions.safeParse(key.permissions);
  return {
    organizationId,
    actor: { kind: 'api-key', id: key.id },
    // No more than who answers for it may do.
    permissions: new Set((granted.data?.facet ?? []).filter((permission) => permissionsOf(role).has(permission))),
    subject: `key:${key.id}`,
    validUntil: key.expiresAt,
  };
}

async function ofSession(identities: Identities, headers: Headers): Promise<Viewer | undefined> {
  const { auth, database, operations } = identities;
  const found = await auth.api.getSession({ headers });
  if (!found) return undefined;
  const userId = UserId.parse(found.user.id);
  const chosen = headers.get(ORGANIZATION_HEADER) ?? undefined;
  const { organizationId, role } =
    chosen === undefined
      ? ((await activeMembership(database, found.session.activeOrganizationId, userId)) ??
        (await operations.withOperations((transaction) =>
          ensurePersonalOrganization(transaction, userId, found.user.name),
        )))
      : await membershipIn(database, decodeId('Organization', chosen), userId);
  return {
    organizationId,
    actor: { kind: 'user', id: userId },
    user: { id: userId, role, headers },
    permissions: permissionsOf(role),
    subject: `session:${found.session.id}`,
    validUntil: found.session.expiresAt,
  };
}

interface Chosen {
  readonly organizationId: OrganizationId;
  readonly role: Role;
}

/** Undefined for an organisation that the user is no member of, any more. */
async function membership(
  database: Database,
  organizationId: OrganizationId,
  userId: UserId,
): Promise<Chosen | undefined> {
  const role = await database.withOrganization(organizationId, (transaction) => roleOf(transaction, userId));
  return role && { organizationId, role };
}

async function membershipIn(database: Database, organizationId: OrganizationId, userId: UserId): Promise<Chosen> {
  const found = await membership(database, organizationId, userId);
  if (!found) throw new NotFoundError();
  return found;
}

/** Who was removed from the session's organisation goes on in the personal one, and is not locked out. */
const activeMembership = async (
  database: Database,
  active: string | null | undefined,
  userId: UserId,
): Promise<Chosen | undefined> => (active ? membership(database, OrganizationId.parse(active), userId) : undefined);
