import type { OrganizationId } from '@facet/contracts';
import { asc, inArray, lt } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { storageDeletion } from '../../schema/index.ts';
import { before, type Sweep } from './sweep.ts';

export type StorageDeletion = typeof storageDeletion.$inferSelect;

/** Stored objects whose rows are gone. */
export const storageDeletions = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<StorageDeletion[]> =>
  queries
    .select()
    .from(storageDeletion)
    .where(lt(storageDeletion.dueAt, before(olderThanSeconds)))
    .orderBy(asc(storageDeletion.dueAt))
    .limit(limit);

/** The objects are deleted. */
export async function forgetDeletions({ sql: queries }: OperationsTransaction, keys: readonly string[]): Promise<void> {
  if (keys.length > 0) await queries.delete(storageDeletion).where(inArray(storageDeletion.key, [...keys]));
}

/** An organisation is about to be deleted: everything under its prefix goes too. */
export async function deleteAllStored(
  { sql: queries }: OperationsTransaction,
  organizationId: OrganizationId,
  prefix: string,
): Promise<void> {
  await queries.insert(storageDeletion).values({ organizationId, key: prefix }).onConflictDoNothing();
}
