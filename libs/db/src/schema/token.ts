import { TOKEN_NAMES } from '@facet/base';
import type { Fingerprint, InversionId, LibraryId, OrganizationId, TokenId, UserId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  real,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { user } from './auth.ts';
import { entity, maker, moment, organizationId, pictureSizes } from './columns.ts';
import { inversion } from './inversion.ts';
import { grantedLibrary, library } from './library.ts';
import { facet } from './namespaces.ts';
import { readPolicy, tenantPolicy } from './policies.ts';

/** One main colour of a token's picture, as libs/inversion names them. */
export interface PaletteColor {
  readonly name: string;
  /** 0 to 1; the shares of a palette sum to 1. */
  readonly share: number;
  /** As it is in the picture, 0 to 255. Tokens of before lack it. */
  readonly rgb?: readonly [red: number, green: number, blue: number];
}

/**
 * One version of a learned token, with all that its native file holds. Versions of one token share a lineage; name and
 * library are the same for all of them.
 */
export const attributeToken = facet.table(
  'attribute_token',
  {
    ...entity<TokenId>(),
    libraryId: uuid().$type<LibraryId>().notNull(),
    /** Id of the first version. */
    lineageId: uuid().$type<TokenId>().notNull(),
    version: integer().notNull().default(1),
    isLatest: boolean().notNull().default(true),
    name: text().notNull(),
    attribute: text({ enum: TOKEN_NAMES }).notNull(),
    fingerprint: text().$type<Fingerprint>().notNull(),
    modelName: text().notNull(),
    method: text().notNull(),
    steps: integer().notNull(),
    seed: bigint({ mode: 'number' }).notNull(),
    /** SHA-256 in hex of the source picture's file. */
    imageHash: text().notNull(),
    objectWord: text().notNull(),
    objectWordOrigin: text({ enum: ['given', 'zero-shot'] }).notNull(),
    initialWord: text().notNull(),
    fallbackWord: text(),
    /** `[vectorWidth]`, of the plain word that stands where the token is not active; null where nobody with the model wrote it down. */
    standIn: real().array(),
    palette: jsonb().$type<readonly PaletteColor[]>().notNull(),
    /** The attribution map, as its file has it. */
    map: jsonb().$type<Record<string, unknown>>().notNull(),
    stageBounds: doublePrecision().array().notNull(),
    /** `[stage][layer]` -> number of the vector, or -1. */
    cells: jsonb().$type<readonly (readonly number[])[]>().notNull(),
    /** `[vectorCount, vectorWidth]`, row by row. */
    vectors: real().array().notNull(),
    vectorCount: integer().notNull(),
    vectorWidth: integer().notNull(),
    /** Mean of the vectors, at unit length: what similarity compares. */
    embedding: real().array().notNull(),
    leakReport: jsonb().$type<Record<string, unknown>>(),
    previewKey: text(),
    pictureSizes: pictureSizes(),
    /** Where it comes from: an inversion, a file, or another token. */
    source: text({ enum: ['inversion', 'import', 'copy'] }).notNull(),
    inversionId: uuid().$type<InversionId>(),
    /** Of a copy; the original may be another organisation's, and gone. */
    copiedFromId: uuid().$type<TokenId>(),
    ...maker(),
    /** By which recipes in pictures know it; null for versions that were kept before there was one. */
    hash: text(),
    /** Of the organisation; they and the tags are the same for all versions. */
    notes: text().notNull().default(''),
    tags: text().array().notNull().default([]),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    // A granted token is looked up without knowing whose it is.
    index().on(t.id),
    foreignKey({
      name: 'attribute_token_library',
      columns: [t.organizationId, t.libraryId],
      foreignColumns: [library.organizationId, library.id],
    }),
    foreignKey({
      name: 'attribute_token_inversion',
      columns: [t.organizationId, t.inversionId],
      foreignColumns: [inversion.organizationId, inversion.id],
    }),
    unique('attribute_token_version').on(t.organizationId, t.lineageId, t.version),
    uniqueIndex('attribute_token_latest')
      .on(t.organizationId, t.lineageId)
      .where(sql`is_latest`),
    uniqueIndex('attribute_token_name')
      .on(t.organizationId, t.libraryId, t.attribute, sql`lower(name)`)
      .where(sql`is_latest`),
    index('attribute_token_page')
      .on(t.libraryId, t.createdAt, t.id)
      .where(sql`is_latest`),
    index().on(t.organizationId, t.createdAt, t.id),
    index('attribute_token_page_by_name')
      .on(t.libraryId, sql`lower(name)`, t.id)
      .where(sql`is_latest`),
    index('attribute_token_tags')
      .using('gin', t.tags)
      .where(sql`is_latest`),
    index().on(t.hash),
    index().on(t.organizationId, t.inversionId),
    check('attribute_token_shape', sql`cardinality(vectors) = vector_count * vector_width and vector_count > 0`),
    check('attribute_token_embedding', sql`cardinality(embedding) = vector_width`),
    check('attribute_token_notes_are_short', sql`char_length(notes) <= 5000`),
    check('attribute_token_tags_are_few', sql`cardinality(tags) <= 30`),
    check('attribute_token_name_is_short', sql`char_length(name) between 1 and 200`),
    tenantPolicy(),
    readPolicy('granted', sql.raw(grantedLibrary('attribute_token.organization_id', 'attribute_token.library_id'))),
  ],
);

/**
 * A token that a user likes, by the id of its first version: all of them are liked at once. The row is the organisation's in which the
 * user likes it; the token may be a granted one.
 */
export const tokenFavorite = facet.table(
  'token_favorite',
  {
    organizationId: organizationId(),
    userId: uuid()
      .$type<UserId>()
      .notNull()
      .references(() => user.id, { onDelete: 'cascade' }),
    tokenOrganizationId: uuid().$type<OrganizationId>().notNull(),
    lineageId: uuid().$type<TokenId>().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.userId, t.lineageId] }),
    foreignKey({
      name: 'token_favorite_token',
      columns: [t.tokenOrganizationId, t.lineageId],
      foreignColumns: [attributeToken.organizationId, attributeToken.id],
    }).onDelete('cascade'),
    index().on(t.tokenOrganizationId, t.lineageId),
    tenantPolicy(
      `exists (select from facet.attribute_token t where t.organization_id = token_organization_id and t.id = lineage_id)`,
    ),
  ],
);
