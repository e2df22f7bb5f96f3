import { PROGRESS_CHANNEL, type ProgressEvent } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';

/** Tells the listening API processes, when the transaction commits. */
export async function notifyProgress(transaction: OrganizationTransaction, event: ProgressEvent): Promise<void> {
  await transaction.sql.execute(sql`select pg_notify(${PROGRESS_CHANNEL}, ${JSON.stringify(event)})`);
}
