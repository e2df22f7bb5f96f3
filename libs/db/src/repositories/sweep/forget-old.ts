import type { ImageId, OrganizationId } from '@facet/contracts';
import { and, eq, lt } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { clientMutation, costBudget, image, mail, signInAttempts, signInPlace } from '../../schema/index.ts';
import { before, type Sweep } from './sweep.ts';

/** Uploads that were never completed and whose time is over. */
export const expiredUploads = (
  { sql: queries }: OperationsTransaction,
  { olderThanSeconds, limit }: Sweep,
): Promise<{ organizationId: OrganizationId; id: ImageId }[]> =>
  queries
    .select({ organizationId: image.organizationId, id: image.id })
    .from(image)
    .where(and(eq(image.status, 'pending'), lt(image.uploadExpiresAt, before(olderThanSeconds))))
    .limit(limit);

/** In days. */
export interface Ages {
  readonly mutationDays: number;
  readonly budgetDays: number;
  readonly signInDays: number;
  /** Of e-mails that were given up. */
  readonly mailDays: number;
}

/** Forgets mutation keys, query budgets, e-mails that were given up and what is known of signing in that are too old to matter. */
export async function forgetOld(
  { sql: queries }: OperationsTransaction,
  { mutationDays, budgetDays, signInDays, mailDays }: Ages,
): Promise<void> {
  await queries.delete(clientMutation).where(lt(clientMutation.createdAt, before(mutationDays * 86_400)));
  await queries.delete(costBudget).where(lt(costBudget.updatedAt, before(budgetDays * 86_400)));
  await queries.delete(signInAttempts).where(lt(signInAttempts.since, before(signInDays * 86_400)));
  await queries.delete(signInPlace).where(lt(signInPlace.lastAt, before(signInDays * 86_400)));
  await queries.delete(mail).where(and(eq(mail.status, 'failed'), lt(mail.expiresAt, before(mailDays * 86_400))));
}
