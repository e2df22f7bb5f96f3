import type { StepLosses } from '@facet/base';
import type { InversionId, RunStatus, TokenId } from '@facet/contracts';
import { desc, eq, inArray, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../connection/transaction.ts';
import { DatabaseError, notFound } from '../errors.ts';
import { attributeToken, checkpoint, inversion } from '../schema/index.ts';
import type { Actor } from './actor.ts';
import { inversions } from './inversions.ts';
import { own } from './page.ts';
import { claimRun } from './claim-run.ts';
import { moveRun, requireRun } from './runs.ts';
import { queueDeliveries } from './webhook-deliveries.ts';
import { addTokens, type NewToken } from './write-tokens.ts';

/** A worker writes as itself, into whatever library the inversion names. */
const WORKER: Actor = { kind: 'system', id: 'worker' };

/** Lets an inversion begin, if its organisation has fewer at work than it may: see `claimRun`. */
export const claimInversion = (transaction: OrganizationTransaction, id: InversionId): Promise<RunStatus> =>
  claimRun(transaction, inversions, id);

export interface InversionReport {
  readonly done: number;
  readonly losses?: StepLosses;
  readonly remainingSeconds?: number;
  /** Storage key of a new preview. */
  readonly previewKey?: string;
  /** Of all steps, once the model's defaults have decided it. */
  readonly total?: number;
}

/** Notes and announces progress. The answer says whether to go on: `running`, or stop at anything else. */
export async function reportInversion(
  transaction: OrganizationTransaction,
  id: InversionId,
  { remainingSeconds, ...report }: InversionReport,
): Promise<RunStatus> {
  const pace = remainingSeconds === undefined ? {} : { remainingSeconds: Math.ceil(remainingSeconds) };
  const [row] = await transaction.sql
    .update(inversion)
    .set({ ...report, ...pace, updatedAt: new Date() })
    .where(own(transaction, inversion, eq(inversion.id, id), inArray(inversion.status, ['running', 'cancelling'])))
    .returning();
  if (!row) return (await requireRun(transaction, inversions, id)).status;
  await inversions.announce(transaction, row);
  return row.status;
}

export type Checkpoint = typeof checkpoint.$inferSelect;
export type NewCheckpoint = Pick<Checkpoint, 'segment' | 'step' | 'storageKey' | 'bytes' | 'sha256'>;

/** Notes a finished segment. Run again, a segment replaces its row: its object is the same. */
export async function saveCheckpoint(
  transaction: OrganizationTransaction,
  inversionId: InversionId,
  values: NewCheckpoint,
): Promise<void> {
  const { organizationId } = transaction;
  await transaction.sql
    .insert(checkpoint)
    .values({ ...values, organizationId, inversionId })
    .onConflictDoUpdate({
      target: [checkpoint.organizationId, checkpoint.inversionId, checkpoint.segment],
      set: values,
    });
}

/** Where to go on from; undefined before the first segment. */
export async function lastCheckpoint(
  transaction: OrganizationTransaction,
  inversionId: InversionId,
): Promise<Checkpoint | undefined> {
  const [row] = await transaction.sql
    .select()
    .from(checkpoint)
    .where(own(transaction, checkpoint, eq(checkpoint.inversionId, inversionId)))
    .orderBy(desc(checkpoint.segment))
    .limit(1);
  return row;
}

export interface InversionResult {
  readonly tokens: readonly Omit<NewToken, 'name'>[];
  readonly lossCurveKey: string | null;
  readonly tokenFileKey: string | null;
  readonly previewKey: string | null;
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
  const row = await requireRun(transaction, inversions, id, true);
  if (row.status === 'finished') return tokensOf(transaction, id);
  if (row.status !== 'running')
    throw new DatabaseError('wrong-state', `The inversion ${id} is ${row.status}, so its tokens are not kept.`);
  if (row.libraryId === null) throw notFound('library of inversion', id);
  const name = await freeName(transaction, row.libraryId, row.name);
  const named = tokens.map((token) => ({ ...token, name }));
  const tokenIds = await addTokens(transaction, WORKER, row.libraryId, named, { source: 'inversion', inversionId: id });
  // The tokens are the work of whoever asked for them.
  await transaction.sql
    .update(attributeToken)
    .set({ createdBy: row.createdBy })
    .where(own(transaction, attributeToken, inArray(attributeToken.id, tokenIds)));
  const ended = { ...keys, done: row.total, remainingSeconds: null, finishedAt: new Date() };
  await moveRun(transaction, inversions, id, 'finished', ended);
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
