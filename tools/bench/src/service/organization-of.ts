import { randomUUID } from 'node:crypto';
import { OrganizationId, UserId } from '@facet/contracts';
import type { Pool } from 'pg';
import type { Person } from './people.ts';

/** A new organisation of this user, or of a new one, straight into the database. */
export async function organizationOf(admin: Pool, owner?: UserId): Promise<Person> {
  const organizationId = randomUUID();
  const userId = owner ?? UserId.parse(randomUUID());
  if (!owner)
    await admin.query(`insert into auth."user" (id, name, email) values ($1, 'Someone', $2)`, [
      userId,
      `${userId}@example.org`,
    ]);
  await admin.query(`insert into auth.organization (id, name, slug) values ($1, 'Organisation', $2)`, [
    organizationId,
    organizationId,
  ]);
  await admin.query(`insert into auth.member (organization_id, user_id, role) values ($1, $2, 'owner')`, [
    organizationId,
    userId,
  ]);
  return { cookie: '', userId, organizationId: OrganizationId.parse(organizationId) };
}
