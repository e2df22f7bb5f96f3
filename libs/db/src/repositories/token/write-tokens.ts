import { type InversionId, type LibraryId, newId, type PictureSizes, type TokenId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { attributeToken } from '../../schema/index.ts';
import { makerOf, type Actor } from '../account/actor.ts';
import { requireOwnLibrary } from '../library/libraries.ts';
import { sameModel } from '../model/models.ts';
import { own } from '../rows/conditions.ts';
import { takingName } from '../rows/taking-name.ts';
import { lockLineage } from './lock-lineage.ts';
import type { Token, TokenContent } from './tokens.ts';

/** Columns that say which version of which token a row is, and whose. */
type Placing =
  | 'organizationId'
  | 'id'
  | 'libraryId'
  | 'lineageId'
  | 'version'
  | 'isLatest'
  | 'name'
  | 'attribute'
  | 'notes'
  | 'tags'
  | 'createdAt'
  | 'createdBy'
  | 'createdByKey'
  | 'source'
  | 'inversionId'
  | 'copiedFromId'
  | 'sortName';

/** Columns that follow from the vectors. */
type OfVectors = 'vectors' | 'vectorCount' | 'vectorWidth' | 'embedding';

/** All other columns are content: a new one is asked of whoever makes tokens. */
type Content = Exclude<keyof TokenContent, Placing | OfVectors>;

/** What nobody has to give. */
type Optional = 'standIn' | 'hash' | 'previewKey' | 'pictureSizes';

/** What is learned, and where it comes from: the content of a native token file. */
export type LearnedContent = Pick<TokenContent, Exclude<Content, Optional>> & {
  /** At least one, each `[vectorWidth]`. */
  readonly vectors: readonly ArrayLike<number>[];
  readonly standIn?: ArrayLike<number> | null;
  /** By which recipes in pictures know it: SHA-256 in hex of its native file. */
  readonly hash?: string | null;
  readonly previewKey?: string | null;
  readonly pictureSizes?: PictureSizes | null;
};

export interface NewToken extends LearnedContent {
  readonly name: string;
  readonly attribute: Token['attribute'];
  readonly notes?: string;
  readonly tags?: readonly string[];
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
  ids: readonly TokenId[] = idsFor(tokens),
): Promise<TokenId[]> {
  await requireOwnLibrary(transaction, actor, libraryId);
  const rows = tokens.map((content, i) => ({ id: ids[i]!, content, source }));
  await insertTokens(transaction, actor, libraryId, rows);
  return [...ids];
}

/** Of tokens that are made at one moment the one with the last id is the newest: lists, newest first, keep the order in which they are given. */
const idsFor = (tokens: readonly NewToken[]): TokenId[] =>
  tokens
    .map(() => newId<TokenId>())
    .sort()
    .reverse();

export interface TokenRowToBe {
  readonly id: TokenId;
  readonly content: NewToken;
  readonly source: TokenSource;
}

/** Writes first versions into a library that the caller holds. Throws `name-taken`. */
export async function insertTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  libraryId: LibraryId,
  tokens: readonly TokenRowToBe[],
): Promise<void> {
  const { organizationId } = transaction;
  const rows = tokens.map(({ id, content, source }) => ({
    ...contentOf(content),
    ...source,
    ...makerOf(actor),
    organizationId,
    id,
    lineageId: id,
    libraryId,
    name: content.name,
    attribute: content.attribute,
    notes: content.notes,
    tags: content.tags && [...content.tags],
  }));
  const names = [...new Set(tokens.map(({ content }) => JSON.stringify(content.name)))].join(', ');
  await takingName(
    `The library has a token of one of the names ${names} and the same attribute already. Choose another name, or make a new version.`,
    transaction.sql.insert(attributeToken).values(rows),
  );
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
  if (!(await sameModel(transaction, latest.fingerprint)).includes(content.fingerprint))
    throw new DatabaseError(
      'invalid-input',
      `The new version belongs to the model ${content.modelName} (${content.fingerprint}), and the token ${JSON.stringify(latest.name)} to ${latest.modelName} (${latest.fingerprint}). Add it as a token of its own.`,
    );
  const { organizationId } = transaction;
  const { lineageId, libraryId, name, attribute, version, notes, tags } = latest;
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
    notes,
    tags,
    ...makerOf(actor),
  });
  return newest;
}

type Row = typeof attributeToken.$inferInsert;

/** The columns of a version's content, all of them, by name, so that nothing else of the argument enters the row. */
const contentOf = (content: LearnedContent): { [Column in Content]: Row[Column] } & Pick<Row, OfVectors> => ({
  fingerprint: content.fingerprint,
  modelName: content.modelName,
  method: content.method,
  steps: content.steps,
  seed: content.seed,
  imageHash: content.imageHash,
  objectWord: content.objectWord,
  objectWordOrigin: content.objectWordOrigin,
  initialWord: content.initialWord,
  fallbackWord: content.fallbackWord,
  palette: content.palette,
  map: content.map,
  stageBounds: content.stageBounds,
  cells: content.cells,
  leakReport: content.leakReport,
  standIn: content.standIn && Array.from(content.standIn, Math.fround),
  hash: content.hash,
  previewKey: content.previewKey,
  pictureSizes: content.pictureSizes,
  ...flatten(content.vectors),
});

function flatten(vectors: readonly ArrayLike<number>[]): Pick<Row, OfVectors> {
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
