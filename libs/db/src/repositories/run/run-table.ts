import type { RunKind } from '@facet/base';
import type { InversionId, RunId } from '@facet/contracts';
import { eq, type SQL } from 'drizzle-orm';
import { composition, inversion } from '../../schema/index.ts';

export type Inversion = typeof inversion.$inferSelect;
export type Composition = typeof composition.$inferSelect;

/** A row of the kind's table. */
export type Run<Kind extends RunKind = RunKind> = {
  readonly inversion: Inversion;
  readonly composition: Composition;
}[Kind];

const TABLES = { inversion, composition };

/** The table of a kind. Both have the columns of a run, so that states change by the same code; the type of one stands for both. */
export const tableOf = (kind: RunKind): typeof inversion => TABLES[kind] as typeof inversion;

/** The row of a kind's table that has this id, as a condition. */
export const hasId = (kind: RunKind, id: RunId): SQL => eq(tableOf(kind).id, id as InversionId);
