import type { StepLosses } from '@facet/base';
import type { ImageId, InversionId, LibraryId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { moment, organizationId, pictureSizes } from './columns.ts';
import { image } from './image.ts';
import { library } from './library.ts';
import { facet } from './namespaces.ts';
import { MADE_BY_READER, operationsPolicy, privateTo, readerPolicy, tenantPolicy } from './policies.ts';
import { run } from './run.ts';

/** One picture being taken apart into tokens, which land in a library when it is finished. */
export const inversion = facet.table(
  'inversion',
  {
    ...run<InversionId>(),
    /** Null once the picture is deleted. */
    imageId: uuid().$type<ImageId>(),
    /** Null once the library is deleted. */
    libraryId: uuid().$type<LibraryId>(),
    /** Name of the tokens to be. */
    name: text().notNull(),
    method: text().notNull(),
    /** Null: the model finds a word. */
    objectWord: text(),
    /** Side in pixels that the picture is brought to; null: the model's own. */
    size: integer(),
    /** What was asked for, over the model's defaults. */
    settings: jsonb().$type<Record<string, unknown>>().notNull(),
    /** Of the settings; null: the model's default. */
    seed: bigint({ mode: 'number' }).generatedAlwaysAs(sql`(settings ->> 'seed')::bigint`),
    /** What the model said of the picture before the first step; null until then. An `Assessment` of libs/inversion. */
    assessment: jsonb().$type<Record<string, unknown>>(),
    /** Of the newest step. */
    losses: jsonb().$type<StepLosses>(),
    previewKey: text(),
    pictureSizes: pictureSizes(),
    lossCurveKey: text(),
    tokenFileKey: text(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    foreignKey({
      name: 'inversion_image',
      columns: [t.organizationId, t.imageId],
      foreignColumns: [image.organizationId, image.id],
    }),
    foreignKey({
      name: 'inversion_library',
      columns: [t.organizationId, t.libraryId],
      foreignColumns: [library.organizationId, library.id],
    }),
    index().on(t.organizationId, t.createdAt, t.id),
    index().on(t.organizationId, t.imageId),
    index().on(t.organizationId, t.libraryId),
    index('inversion_unstarted')
      .on(t.updatedAt)
      .where(sql`status = 'queued' and workflow_started_at is null`),
    index('inversion_active')
      .on(t.organizationId, t.status)
      .where(sql`status in ('queued', 'running', 'cancelling')`),
    tenantPolicy(),
    readerPolicy(
      `(${MADE_BY_READER} or (${privateTo('private_to')} and (library_id is null or library_id in (select l.id from facet.library l))))`,
    ),
    operationsPolicy(),
  ],
);

/** A finished segment of a run: where it can go on from, and what it showed of itself. */
export const checkpoint = facet.table(
  'checkpoint',
  {
    organizationId: organizationId(),
    inversionId: uuid().$type<InversionId>().notNull(),
    segment: integer().notNull(),
    /** Optimiser steps that it holds. */
    step: integer().notNull(),
    storageKey: text().notNull(),
    /** What the tokens made of their picture at its end, if it was drawn. */
    previewKey: text(),
    pictureSizes: pictureSizes(),
    bytes: integer().notNull(),
    sha256: text().notNull(),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.inversionId, t.segment] }),
    foreignKey({
      name: 'checkpoint_inversion',
      columns: [t.organizationId, t.inversionId],
      foreignColumns: [inversion.organizationId, inversion.id],
    }).onDelete('cascade'),
    tenantPolicy(),
    readerPolicy(
      `exists (select from facet.inversion i where i.organization_id = checkpoint.organization_id and i.id = checkpoint.inversion_id)`,
    ),
  ],
);
