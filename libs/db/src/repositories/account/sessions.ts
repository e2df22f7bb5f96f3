import type { OrganizationId, Role, UserId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { statementOf } from '../../connection/queries.ts';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import type { Position } from './organizations.ts';

/** A session that has not expired, and where its user may act. */
export interface Session {
  readonly id: string;
  readonly userId: UserId;
  readonly userName: string;
  readonly expiresAt: Date;
  /** In the organisation asked for, else the one that the session is in; undefined for who is no member of it (any more). */
  readonly chosen: Position | undefined;
  /** Undefined until somebody has made the user's own organisation. */
  readonly personal: Position | undefined;
}

interface SessionRow extends Record<string, unknown> {
  readonly id: string;
  readonly userId: UserId;
  readonly userName: string;
  readonly expiresAt: string;
  readonly chosenId: OrganizationId | null;
  readonly chosenRole: Role;
  readonly personalId: OrganizationId | null;
  readonly personalRole: Role;
}

const FIND = statementOf<{ token: string; organizationId: OrganizationId | null }>(sql`
  select session.id, session.user_id as "userId", "user".name as "userName", session.expires_at as "expiresAt",
    chosen.organization_id as "chosenId", chosen.role as "chosenRole",
    personal.organization_id as "personalId", personal.role as "personalRole"
  from auth.session
  join auth."user" on "user".id = session.user_id
  left join auth.member chosen on chosen.user_id = session.user_id
    and chosen.organization_id = coalesce(${sql.placeholder('organizationId')}::uuid, session.active_organization_id)
  left join auth.organization own on own.personal_user_id = session.user_id
  left join auth.member personal on personal.user_id = session.user_id and personal.organization_id = own.id
  where session.token = ${sql.placeholder('token')} and session.expires_at > now()`);

/** All that a request has to know of its session, since every request asks: one statement. Undefined when there is none, or it has expired. */
export async function findSession(
  { sql: queries }: OperationsTransaction,
  /** As the database keeps it: hashed. */
  token: string,
  organizationId: OrganizationId | undefined,
): Promise<Session | undefined> {
  const [row] = await FIND<SessionRow>(queries, { token, organizationId: organizationId ?? null });
  if (!row) return undefined;
  const { id, userId, userName, expiresAt, chosenId, chosenRole, personalId, personalRole } = row;
  return {
    id,
    userId,
    userName,
    expiresAt: new Date(expiresAt),
    chosen: chosenId === null ? undefined : { organizationId: chosenId, role: chosenRole },
    personal: personalId === null ? undefined : { organizationId: personalId, role: personalRole },
  };
}
