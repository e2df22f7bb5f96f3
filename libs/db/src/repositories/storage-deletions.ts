import type { OrganizationTransaction } from '../connection/transaction.ts';
import { storageDeletion } from '../schema/index.ts';

/** Announces objects (or prefixes, ending in a slash) whose rows this transaction deletes; a sweeper deletes them later. */
export async function deleteStored(
  { sql, organizationId }: OrganizationTransaction,
  keys: readonly (string | null)[],
): Promise<void> {
  const values = keys.filter((key) => key !== null).map((key) => ({ organizationId, key }));
  if (values.length > 0) await sql.insert(storageDeletion).values(values).onConflictDoNothing();
}
