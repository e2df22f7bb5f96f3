import { type InversionId, type LibraryId, newId, type TokenId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { attributeToken } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { requireOwnLibrary } from '../library/libraries.ts';
import { own } from '../rows/conditions.ts';
import { takingName } from '../rows/taking-name.ts';
import { requireToken, type Token, type TokenContent } from './tokens.ts';

/** What is learned, and where it comes from: the content of a native token file. */
export type LearnedContent = Pick<
  TokenContent,
  | 'fingerprint'
  | 'modelName'
  | 'method'
  | 'steps'
  | 'seed'
  | 'imageHash'
  | 'objectWord'
  | 'objectWordOrigin'
  | 'initialWord'
  | 'fallbackWord'
  | 'palette'
  | 'map'
  | 'stageBounds'
  | 'cells'
  | 'leakReport'
> & {
  /** At least one, each `[vectorWidth]`. */
  readonly vectors: readonly ArrayLike<number>[];
  readonly standIn?: ArrayLike<number> | null;
  readonly previewKey?: string | null;
};

export interface NewToken extends LearnedContent {
  readonly name: string;
  readonly attribute: Token['attribute'];
}

export type TokenSource =
  | { readonly source: 'inversion'; readonly inversionId: InversionId }
  | { readonly source: 'import' }
  | { readonly source: 'copy'; readonly inversionId: InversionId | null; readonly copiedFromId: TokenId };

/** Puts tokens, each the first version of its own, into a library of the organisation. Throws `not-found`, `name-taken`. */
export async function addTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  libraryId: LibraryId,
  tokens: readonly NewToken[],
  source: TokenSource,
  ids: readonly TokenId[] = tokens.map(() => newId<TokenId>()),
): Promise<TokenId[]> {
  await requireOwnLibrary(transaction, actor, libraryId);
  const { organizationId } = transaction;
  const rows = tokens.map((token, i) => ({
    ...contentOf(token),
    ...source,
    organizationId,
    id: ids[i]!,
    lineageId: ids[i]!,
    libraryId,
    name: token.name,
    attribute: token.attribute,
    createdBy: userOf(actor),
  }));
  const names = [...new Set(tokens.map(({ name }) => JSON.stringify(name)))].join(', ');
  await takingName(
    `The library has a token of one of the names ${names} and the same attribute already. Choose another name, or make a new version.`,
    transaction.sql.insert(attributeToken).values(rows),
  );
  return [...ids];
}

/**
 * Makes new content the newest version of a token; older versions stay for compositions that use them. Throws `not-found`,
 * and `invalid-input` for content of another model: whoever uses the token by its name expects it to go on working.
 */
export async function addTokenVersion(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  content: LearnedContent,
  source: TokenSource,
  newest: TokenId = newId<TokenId>(),
): Promise<TokenId> {
  const latest = await lockLineage(transaction, actor, id);
  if (content.fingerprint !== latest.fingerprint)
    throw new DatabaseError(
      'invalid-input',
      `The new version belongs to the model ${content.modelName} (${content.fingerprint}), and the token ${JSON.stringify(latest.name)} to ${latest.modelName} (${latest.fingerprint}). Add it as a token of its own.`,
    );
  const { organizationId } = transaction;
  const { lineageId, libraryId, name, attribute, version } = latest;
  await transaction.sql
    .update(attributeToken)
    .set({ isLatest: false })
    .where(own(transaction, attributeToken, eq(attributeToken.id, latest.id)));
  await transaction.sql.insert(attributeToken).values({
    ...contentOf(content),
    ...source,
    organizationId,
    id: newest,
    lineageId,
    libraryId,
    name,
    attribute,
    version: version + 1,
    createdBy: userOf(actor),
  });
  return newest;
}

/** Renames a token, all its versions with it. Throws `not-found`, `name-taken`. */
export async function renameToken(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  name: string,
): Promise<void> {
  const { lineageId, attribute } = await lockLineage(transaction, actor, id);
  await takingName(
    `The library has a ${attribute} token ${JSON.stringify(name)} already. Choose another name.`,
    transaction.sql
      .update(attributeToken)
      .set({ name })
      .where(own(transaction, attributeToken, eq(attributeToken.lineageId, lineageId))),
  );
}

/** The newest version of an own token, locked, so that one writer at a time changes its versions. Throws `not-found`. */
export async function lockLineage(transaction: OrganizationTransaction, actor: Actor, id: TokenId): Promise<Token> {
  const { organizationId, libraryId, lineageId } = await requireToken(transaction, actor, id);
  if (organizationId !== transaction.organizationId)
    throw new DatabaseError('not-found', `The token ${id} is granted to you to read. Copy it into a library of yours.`);
  // Whoever changes a library's tokens holds its row.
  await requireOwnLibrary(transaction, actor, libraryId);
  const [latest] = await transaction.sql
    .select()
    .from(attributeToken)
    .where(own(transaction, attributeToken, eq(attributeToken.lineageId, lineageId), eq(attributeToken.isLatest, true)))
    .for('update');
  if (!latest) throw new DatabaseError('not-found', `There is no token ${id}.`);
  return latest;
}

/** The columns of a version's content, by name, so that nothing else of the argument enters the row. */
function contentOf(content: LearnedContent) {
  const { fingerprint, modelName, method, steps, seed, imageHash, objectWord, objectWordOrigin } = content;
  const { initialWord, fallbackWord, palette, map, stageBounds, cells, leakReport, standIn, previewKey, vectors } =
    content;
  return {
    fingerprint,
    modelName,
    method,
    steps,
    seed,
    imageHash,
    objectWord,
    objectWordOrigin,
    initialWord,
    fallbackWord,
    palette,
    map,
    stageBounds,
    cells,
    leakReport,
    standIn: standIn && Array.from(standIn, Math.fround),
    previewKey,
    ...flatten(vectors),
  };
}

function flatten(
  vectors: readonly ArrayLike<number>[],
): Pick<typeof attributeToken.$inferInsert, 'vectors' | 'vectorCount' | 'vectorWidth' | 'embedding'> {
  const width = vectors[0]?.length ?? 0;
  if (width === 0 || vectors.some((vector) => vector.length !== width))
    throw new DatabaseError('invalid-input', 'A token has at least one vector, and all of one width.');
  const flat = vectors.flatMap((vector) => Array.from(vector, Math.fround));
  if (!flat.every(Number.isFinite))
    throw new DatabaseError('invalid-input', 'A vector holds values that are no numbers.');
  return { vectors: flat, vectorCount: vectors.length, vectorWidth: width, embedding: embeddingOf(vectors, width) };
}

/** The mean of a token's vectors at unit length: its place among others, whatever number of vectors it has. */
function embeddingOf(vectors: readonly ArrayLike<number>[], width: number): number[] {
  const sum = Array.from({ length: width }, (_, i) => vectors.reduce((total, vector) => total + vector[i]!, 0));
  const length = Math.hypot(...sum);
  return length === 0 ? sum : sum.map((value) => Math.fround(value / length));
}
