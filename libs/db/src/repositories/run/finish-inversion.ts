import type { InversionId, PictureSizes, TokenId } from '@facet/contracts';
import { eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { attributeToken } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { addTokens, type NewToken } from '../token/write-tokens.ts';
import { queueDeliveries } from '../webhook/queue-delivery.ts';
import { moveRun, requireRun } from './runs.ts';

/** A worker writes as itself, into whatever library the inversion names. */
const WORKER: Actor = { kind: 'system', id: 'worker' };

export interface InversionResult {
  readonly tokens: readonly Omit<NewToken, 'name'>[];
  readonly lossCurveKey: string | null;
  readonly tokenFileKey: string | null;
  readonly previewKey: string | null;
  readonly pictureSizes?: PictureSizes | null;
}

/**
 * Puts an inversion's tokens into its library, all or none, and ends it. Run again it gives the tokens of the first time.
 * Throws `wrong-state` when the inversion was cancelled meanwhile: then no token is written.
 */
export async function finishInversion(
  transaction: OrganizationTransaction,
  id: InversionId,
  { tokens, ...keys }: InversionResult,
): Promise<TokenId[]> {
  const row = await requireRun(transaction, 'inversion', id, true);
  if (row.status === 'finished') return tokensOf(transaction, id);
  if (row.status !== 'running')
    throw new DatabaseError(
      'wrong-state',
      `The ${named('inversion', id)} is ${row.status}, so its tokens are not kept.`,
    );
  if (row.libraryId === null)
    throw new DatabaseError('not-found', `The library of the ${named('inversion', id)} is gone.`);
  const name = await freeName(transaction, row.libraryId, row.name);
  const learned = tokens.map((token) => ({ ...token, name }));
  const tokenIds = await addTokens(transaction, WORKER, row.libraryId, learned, {
    source: 'inversion',
    inversionId: id,
  });
  // The tokens are the work of whoever asked for them.
  await transaction.sql
    .update(attributeToken)
    .set({ createdBy: row.createdBy, createdByKey: row.createdByKey })
    .where(own(transaction, attributeToken, inArray(attributeToken.id, tokenIds)));
  const ended = { ...keys, done: row.total, remainingSeconds: null, finishedAt: new Date() };
  await moveRun(transaction, 'inversion', id, 'finished', ended);
  await queueDeliveries(transaction, 'inversion.finished', { id, tokenIds });
  return tokenIds;
}

/** The tokens that an inversion put into its library, as far as they are still there. */
export async function tokensOf(transaction: OrganizationTransaction, id: InversionId): Promise<TokenId[]> {
  const rows = await transaction.sql
    .select({ id: attributeToken.id })
    .from(attributeToken)
    .where(
      own(transaction, attributeToken, eq(attributeToken.inversionId, id), eq(attributeToken.source, 'inversion')),
    );
  return rows.map((row) => row.id);
}

/** `name`, or `name (2)` and so on when the library has it: a run of hours does not fail for its name. */
async function freeName(
  transaction: OrganizationTransaction,
  libraryId: (typeof attributeToken.$inferSelect)['libraryId'],
  name: string,
): Promise<string> {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    const taken = await transaction.sql.$count(
      attributeToken,
      own(
        transaction,
        attributeToken,
        eq(attributeToken.libraryId, libraryId),
        eq(attributeToken.isLatest, true),
        sql`lower(${attributeToken.name}) = lower(${candidate})`,
      ),
    );
    if (taken === 0) return candidate;
  }
}
