import type { LibraryId, OrganizationId } from '@facet/contracts';
import { and, asc, eq, inArray, isNotNull, isNull } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { libraryGrant } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { requireOwnLibrary } from './libraries.ts';

/** An offer, or what became of it when it was accepted. */
export type LibraryGrant = typeof libraryGrant.$inferSelect;

export interface Grantee {
  readonly id: OrganizationId;
  readonly slug: string;
}

/**
 * Offers another organisation to read a library; it sees no more than that before it accepts. Offering again changes nothing. Throws
 * `not-found`, and `wrong-state` for a private one.
 */
export async function offerLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  grantee: Grantee,
): Promise<void> {
  const { visibility, name } = await requireOwnLibrary(transaction, actor, id);
  const { organizationId } = transaction;
  if (visibility === 'private')
    throw new DatabaseError(
      'wrong-state',
      `The library ${JSON.stringify(name)} is private. Share it with its organisation first.`,
    );
  if (grantee.id === organizationId)
    throw new DatabaseError('invalid-input', 'A library cannot be granted to its own organisation.');
  await transaction.sql
    .insert(libraryGrant)
    .values({
      organizationId,
      libraryId: id,
      granteeOrganizationId: grantee.id,
      granteeSlug: grantee.slug,
      offeredName: name,
      grantedBy: userOf(actor),
    })
    .onConflictDoNothing();
}

/** To whom a grant or an offer is. */
export type To = { readonly organizationId: OrganizationId } | { readonly slug: string };

/** From now on the other organisation does not see the library, or the offer. False when there was no such grant. */
export async function revokeGrant(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  to: To,
): Promise<boolean> {
  await requireOwnLibrary(transaction, actor, id);
  const gone = await transaction.sql
    .delete(libraryGrant)
    .where(
      own(
        transaction,
        libraryGrant,
        eq(libraryGrant.libraryId, id),
        'slug' in to
          ? eq(libraryGrant.granteeSlug, to.slug)
          : eq(libraryGrant.granteeOrganizationId, to.organizationId),
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
    .where(
      own(transaction, libraryGrant, inArray(libraryGrant.libraryId, [...ids]), isNotNull(libraryGrant.acceptedAt)),
    )
    .orderBy(asc(libraryGrant.createdAt));

/** Offers of these libraries that nobody has answered: by the organisation, or to it. Oldest first. */
export const getOffers = (transaction: OrganizationTransaction, ids: readonly LibraryId[]): Promise<LibraryGrant[]> =>
  transaction.sql
    .select()
    .from(libraryGrant)
    .where(and(inArray(libraryGrant.libraryId, [...ids]), isNull(libraryGrant.acceptedAt)))
    .orderBy(asc(libraryGrant.createdAt));

const toUs = ({ organizationId }: OrganizationTransaction) => eq(libraryGrant.granteeOrganizationId, organizationId);

/** Offers to the organisation that it has not answered, oldest first. */
export const listOffers = (transaction: OrganizationTransaction): Promise<LibraryGrant[]> =>
  transaction.sql
    .select()
    .from(libraryGrant)
    .where(and(toUs(transaction), isNull(libraryGrant.acceptedAt)))
    .orderBy(asc(libraryGrant.createdAt));

/** From now on the organisation sees the library. False when it was not offered. */
export async function acceptOffer(transaction: OrganizationTransaction, id: LibraryId): Promise<boolean> {
  const accepted = await transaction.sql
    .update(libraryGrant)
    .set({ acceptedAt: new Date() })
    .where(and(eq(libraryGrant.libraryId, id), toUs(transaction), isNull(libraryGrant.acceptedAt)))
    .returning({ id: libraryGrant.libraryId });
  return accepted.length > 0;
}

/** Declines an offer, or leaves a library that was granted. False when there was no such thing. */
export async function endGrantToUs(
  transaction: OrganizationTransaction,
  id: LibraryId,
  { isAccepted }: { readonly isAccepted: boolean },
): Promise<boolean> {
  const isIt = isAccepted ? isNotNull(libraryGrant.acceptedAt) : isNull(libraryGrant.acceptedAt);
  const gone = await transaction.sql
    .delete(libraryGrant)
    .where(and(eq(libraryGrant.libraryId, id), toUs(transaction), isIt))
    .returning({ id: libraryGrant.libraryId });
  return gone.length > 0;
}
