import { pictureKeys } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { storageDeletion } from '../../schema/index.ts';

/**
 * Announces objects (or prefixes, ending in a slash) whose rows this transaction deletes; a sweeper deletes them later. With
 * `dueAt` also ones that are still to be written, and that nobody needs after that moment.
 */
export async function deleteStored(
  { sql, organizationId }: OrganizationTransaction,
  keys: readonly (string | null)[],
  dueAt?: Date,
): Promise<void> {
  const values = keys.filter((key) => key !== null).map((key) => ({ organizationId, key, dueAt }));
  if (values.length > 0) await sql.insert(storageDeletion).values(values).onConflictDoNothing();
}

/** Where all of a picture is, in whatever sizes; of none where there is none. */
export const pictureKeysOf = (key: string | null): string[] => (key === null ? [] : pictureKeys(key));
