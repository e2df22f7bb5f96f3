import { ATTRIBUTES } from '@facet/base';
import type { CompositionId, GridId, OrganizationId, OutputId, TokenId } from '@facet/contracts';
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
  text,
  unique,
  uuid,
  type AnyPgColumn,
} from 'drizzle-orm/pg-core';
import { entity, maker, organizationId, pictureSizes } from './columns.ts';
import { facet } from './namespaces.ts';
import { MADE_BY_READER, operationsPolicy, privateTo, readerPolicy, tenantPolicy } from './policies.ts';
import { run } from './run.ts';
import { attributeToken } from './token.ts';

/**
 * Compositions that differ in the token of one attribute and in nothing else, and belong together: tokens are its rows, seeds its
 * columns.
 */
export const grid = facet.table(
  'grid',
  {
    ...entity<GridId>(),
    /** The one in which its compositions differ. */
    attribute: text({ enum: ATTRIBUTES }).notNull(),
    ...maker(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    index().on(t.organizationId, t.createdAt, t.id),
    tenantPolicy(),
    // One whose rows are all private to others is as well.
    readerPolicy(
      `(${MADE_BY_READER} or exists (select from facet.composition c where c.organization_id = grid.organization_id and c.grid_id = grid.id))`,
    ),
  ],
);

/** Pictures being drawn from tokens; with its slots it holds all that is needed to draw them again. */
export const composition = facet.table(
  'composition',
  {
    ...run<CompositionId>(),
    /** Null: attributes only, in the model's own words. */
    prompt: text(),
    negativePrompt: text().notNull().default(''),
    /** Plain words for attributes without a token. */
    words: jsonb().$type<Partial<Record<(typeof ATTRIBUTES)[number], string>>>().notNull(),
    /** One picture for each. */
    seeds: bigint({ mode: 'number' }).array().notNull(),
    steps: integer().notNull(),
    guidance: doublePrecision().notNull(),
    scheduler: text().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    /** The composition that this one repeats, with changes or without. */
    basedOnId: uuid().$type<CompositionId>(),
    /** The grid that it is a row of, and which, from 0. */
    gridId: uuid().$type<GridId>(),
    gridPlace: integer(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({
      name: 'composition_based_on',
      columns: [t.organizationId, t.basedOnId],
      foreignColumns: [t.organizationId as AnyPgColumn, t.id as AnyPgColumn],
    }),
    foreignKey({
      name: 'composition_grid',
      columns: [t.organizationId, t.gridId],
      foreignColumns: [grid.organizationId, grid.id],
    }),
    unique('composition_grid_place').on(t.organizationId, t.gridId, t.gridPlace),
    check('composition_grid_place_is_whole', sql`(grid_id is null) = (grid_place is null)`),
    index().on(t.organizationId, t.basedOnId),
    index().on(t.organizationId, t.createdAt, t.id),
    index('composition_unstarted')
      .on(t.updatedAt)
      .where(sql`status = 'queued' and workflow_started_at is null`),
    index('composition_active')
      .on(t.organizationId, t.status)
      .where(sql`status in ('queued', 'running', 'cancelling')`),
    tenantPolicy(),
    // Tokens are seen here whose library is not: the policy of libraries hides those that are private to others.
    readerPolicy(
      `(${MADE_BY_READER} or (${privateTo('private_to')} and not exists (select from facet.composition_slot s join facet.attribute_token t on t.organization_id = s.token_organization_id and t.id = s.token_id where s.organization_id = composition.organization_id and s.composition_id = composition.id and t.organization_id = composition.organization_id and t.library_id not in (select l.id from facet.library l))))`,
    ),
    operationsPolicy(),
  ],
);

/**
 * Which token speaks for an attribute. It may be a granted one of another organisation, so its key has a column of its own
 * for the organisation; row security does not cover foreign keys, so the policy checks that the writer sees the token.
 */
export const compositionSlot = facet.table(
  'composition_slot',
  {
    organizationId: organizationId(),
    compositionId: uuid().$type<CompositionId>().notNull(),
    attribute: text({ enum: ATTRIBUTES }).notNull(),
    /** Both null once the token is deleted. */
    tokenOrganizationId: uuid().$type<OrganizationId>(),
    tokenId: uuid().$type<TokenId>(),
    /** As they were when the composition was made. */
    tokenName: text().notNull(),
    tokenVersion: integer().notNull(),
    /** 0: the token's plain word, 1: the token; up to 2. */
    strength: doublePrecision().notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.compositionId, t.attribute] }),
    foreignKey({
      name: 'composition_slot_composition',
      columns: [t.organizationId, t.compositionId],
      foreignColumns: [composition.organizationId, composition.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'composition_slot_token',
      columns: [t.tokenOrganizationId, t.tokenId],
      foreignColumns: [attributeToken.organizationId, attributeToken.id],
    }).onDelete('set null'),
    index().on(t.tokenOrganizationId, t.tokenId),
    check('composition_slot_token_key_is_whole', sql`(token_id is null) = (token_organization_id is null)`),
    check('composition_slot_strength', sql`strength between 0 and 2`),
    tenantPolicy(
      `(token_id is null or exists (select from facet.attribute_token t where t.organization_id = token_organization_id and t.id = token_id))`,
    ),
  ],
);

/** One picture of a composition. Its recipe is in the PNG's metadata, and names the tokens. */
export const output = facet.table(
  'output',
  {
    ...entity<OutputId>(),
    compositionId: uuid().$type<CompositionId>().notNull(),
    /** Its place among the composition's seeds. */
    index: integer().notNull(),
    seed: bigint({ mode: 'number' }).notNull(),
    storageKey: text().notNull(),
    pictureSizes: pictureSizes(),
    width: integer().notNull(),
    height: integer().notNull(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    /** Whether the recipe in the file holds its tokens too, as workers of before wrote it: then nobody gets the file as it is. */
    holdsTokens: boolean().notNull().default(true),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({
      name: 'output_composition',
      columns: [t.organizationId, t.compositionId],
      foreignColumns: [composition.organizationId, composition.id],
    }).onDelete('cascade'),
    unique('output_place').on(t.organizationId, t.compositionId, t.index),
    index().on(t.organizationId, t.createdAt, t.id),
    tenantPolicy(),
    readerPolicy(
      `exists (select from facet.composition c where c.organization_id = output.organization_id and c.id = output.composition_id)`,
    ),
  ],
);
