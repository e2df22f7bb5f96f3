import type { UserId } from '@facet/contracts';
import { endLinksOf, organizationsWithLinksOf, type Database, type Operations } from '@facet/db';

/** Ends the public links of a person in all organisations: who had the password before may have made them. */
export async function endLinks(database: Database, operations: Operations, userId: UserId): Promise<void> {
  const organizations = await operations.withOperations((transaction) => organizationsWithLinksOf(transaction, userId));
  for (const id of organizations)
    await database.withOrganization(id, (transaction) => endLinksOf(transaction, { kind: 'user', id: userId }, userId));
}
