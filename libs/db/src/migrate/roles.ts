import type { Client } from 'pg';
import { DatabaseError } from '../errors.ts';

/** `facet_owner` owns the tables, `facet_app` is the API and the workers, `facet_ops` signs people in and sweeps. */
export type RoleName = 'facet_owner' | 'facet_app' | 'facet_ops';

/** Made without a password, so nobody can sign in as them before `setRolePassword`. */
const ROLES: Record<RoleName, string> = {
  facet_owner: 'nologin',
  facet_app: 'login',
  facet_ops: 'login',
};

/** Makes the roles that are missing, and lets the connected role act as the owner. Throws `unsuitable-role`. */
export async function ensureRoles(client: Client): Promise<void> {
  try {
    for (const [role, kind] of Object.entries(ROLES)) await ensureRole(client, role, kind);
    await ensureOwnership(client);
  } catch (cause) {
    const { code, message } = cause as { code?: string; message: string };
    if (code !== '42501') throw cause;
    throw new DatabaseError(
      'unsuitable-role',
      `The role of DATABASE_URL may not prepare the database (${message}). Give migrations a superuser, or the database's owner with CREATEROLE.`,
      { cause },
    );
  }
  const { rows } = await client.query<{ role: string }>(
    `select rolname as role from pg_roles where rolname in ('facet_app', 'facet_ops') and (rolsuper or rolbypassrls or pg_has_role(rolname, 'facet_owner', 'member'))`,
  );
  for (const { role } of rows)
    throw new DatabaseError(
      'unsuitable-role',
      `The role ${role} could evade row security. Run: alter role ${role} nosuperuser nobypassrls; revoke facet_owner from ${role}`,
    );
}

async function ensureRole(client: Client, role: string, kind: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role]);
  if (rowCount !== 0) return;
  try {
    await client.query(`create role ${role} ${kind}`);
    // Limits are the role's and not the connection's, because poolers refuse settings at connect.
    if (kind === 'login')
      await client.query(
        `alter role ${role} set statement_timeout = '30s'; alter role ${role} set idle_in_transaction_session_timeout = '60s'`,
      );
  } catch (error) {
    // Roles belong to the whole server, and another database of it may be prepared at the same moment.
    const { code } = error as { code?: string };
    if (code !== '42710' && code !== '23505') throw error;
  }
}

async function ensureOwnership(client: Client): Promise<void> {
  const { rows } = await client.query<{ database: string; member: boolean; creator: boolean }>(
    `select quote_ident(current_database()) as database,
       -- Before PostgreSQL 16 every member could act as the role.
       pg_has_role(current_user, 'facet_owner',
         case when current_setting('server_version_num')::int < 160000 then 'member' else 'set' end) as member,
       has_database_privilege('facet_owner', current_database(), 'create') as creator`,
  );
  const { database, member, creator } = rows[0]!;
  if (!member) await client.query('grant facet_owner to current_user');
  if (!creator) {
    await client.query(`grant create, connect on database ${database} to facet_owner`);
    await client.query(`grant connect on database ${database} to facet_app, facet_ops`);
  }
}
