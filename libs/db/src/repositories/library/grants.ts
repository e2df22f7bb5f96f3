import type { LibraryId, OrganizationId } from '@facet/contracts';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { libraryGrant } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { requireOwnLibrary } from './libraries.ts';

export type LibraryGrant = typeof libraryGrant.$inferSelect;

/** Lets another organisation read a library. Throws `not-found`, and `wrong-state` for a private one. */
export async function grantLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  granteeOrganizationId: OrganizationId,
): Promise<LibraryGrant> {
  const { visibility, name } = await requireOwnLibrary(transaction, actor, id);
  const { organizationId } = transaction;
  if (visibility === 'private')
    throw new DatabaseError(
      'wrong-state',
      `The library ${JSON.stringify(name)} is private. Share it with its organisation first.`,
    );
  if (granteeOrganizationId === organizationId)
    throw new DatabaseError('invalid-input', 'A library cannot be granted to its own organisation.');
  const [row] = await transaction.sql
    .insert(libraryGrant)
    .values({ organizationId, libraryId: id, granteeOrganizationId, grantedBy: userOf(actor) })
    // Granting again changes nothing; the update makes the row come back.
    .onConflictDoUpdate({
      target: [libraryGrant.organizationId, libraryGrant.libraryId, libraryGrant.granteeOrganizationId],
      set: { granteeOrganizationId: sql`excluded.grantee_organization_id` },
    })
    .returning();
  return row!;
}

/** From now on the other organisation does not see the library. False when there was no such grant. */
export async function revokeGrant(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  granteeOrganizationId: OrganizationId,
): Promise<boolean> {
  await requireOwnLibrary(transaction, actor, id);
  const gone = await transaction.sql
    .delete(libraryGrant)
    .where(
      own(
        transaction,
        libraryGrant,
        eq(libraryGrant.libraryId, id),
        eq(libraryGrant.granteeOrganizationId, granteeOrganizationId),
      ),
    )
    .returning({ id: libraryGrant.libraryId });
  return gone.length > 0;
}

/** To whom these libraries of the organisation are granted, oldest first. */
export const getGrants = (transaction: OrganizationTransaction, ids: readonly LibraryId[]): Promise<LibraryGrant[]> =>
  transaction.sql
    .select()
    .from(libraryGrant)
    .where(own(transaction, libraryGrant, inArray(libraryGrant.libraryId, [...ids])))
    .orderBy(asc(libraryGrant.createdAt));
