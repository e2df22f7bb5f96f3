import { eq, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { boardDraft } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';

export type BoardDraft = Omit<typeof boardDraft.$inferSelect, 'organizationId'>;

/** Of the JSON text. The schema allows twice as much, for it counts the text as the database writes it. */
export const MAX_BOARD_BYTES = 65_536;

const columns = {
  userId: boardDraft.userId,
  content: boardDraft.content,
  revision: boardDraft.revision,
  updatedAt: boardDraft.updatedAt,
};

/** The board that the user was at in this organisation, on whatever device; undefined where there is none, and for an API key. */
export async function getBoardDraft(
  transaction: OrganizationTransaction,
  actor: Actor,
): Promise<BoardDraft | undefined> {
  if (actor.kind !== 'user') return undefined;
  const [row] = await transaction.sql
    .select(columns)
    .from(boardDraft)
    .where(own(transaction, boardDraft, eq(boardDraft.userId, actor.id)));
  return row;
}

/**
 * Keeps the board of a user. With `revision`, the one that the changes were made to (0 where there was none), only if nobody saved
 * another one since, on another device; then it is `wrong-state`. Throws `invalid-input` for what is too large, and for an API key.
 */
export async function saveBoardDraft(
  transaction: OrganizationTransaction,
  actor: Actor,
  content: Record<string, unknown>,
  revision?: number,
): Promise<BoardDraft> {
  if (actor.kind !== 'user')
    throw new DatabaseError('invalid-input', "A board is a user's own. Sign in to keep one; an API key cannot.");
  const bytes = Buffer.byteLength(JSON.stringify(content));
  if (bytes > MAX_BOARD_BYTES)
    throw new DatabaseError(
      'invalid-input',
      `The board has ${bytes} bytes as JSON; at most ${MAX_BOARD_BYTES} are kept.`,
    );
  const { organizationId } = transaction;
  const [row] = await transaction.sql
    .insert(boardDraft)
    .values({ organizationId, userId: actor.id, content })
    .onConflictDoUpdate({
      target: [boardDraft.organizationId, boardDraft.userId],
      set: { content, revision: sql`${boardDraft.revision} + 1`, updatedAt: sql`now()` },
      ...(revision !== undefined && { setWhere: eq(boardDraft.revision, revision) }),
    })
    .returning(columns);
  if (!row)
    throw new DatabaseError(
      'wrong-state',
      'The board was saved elsewhere meanwhile. Read it again before saving over it.',
    );
  return row;
}

/** Forgets the board of the user, if there is one. */
export async function deleteBoardDraft(transaction: OrganizationTransaction, actor: Actor): Promise<void> {
  if (actor.kind !== 'user') return;
  await transaction.sql.delete(boardDraft).where(own(transaction, boardDraft, eq(boardDraft.userId, actor.id)));
}
