import type { RunKind } from '@facet/base';
import type { RunStatus } from '@facet/contracts';
import { inArray, or, sql, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { composition, compositionSlot, inversion } from '../../schema/index.ts';
import { madeBy, type Actor } from '../account/actor.ts';
import { contains, own } from '../rows/conditions.ts';
import { tableOf } from './run-table.ts';

/** What lists of inversions and of compositions can both ask for; what is left out lets everything through. */
export interface RunFilter {
  /** In any of these states. */
  readonly statuses?: readonly RunStatus[] | undefined;
  /** Started by this user or API key. */
  readonly madeBy?: Actor | undefined;
  /**
   * In the name, object word or method of an inversion; in the prompt of a composition, its words for attributes or the names of its
   * tokens, whatever its case.
   */
  readonly text?: string | undefined;
}

export function matchingRuns(
  transaction: OrganizationTransaction,
  kind: RunKind,
  { statuses, madeBy: maker, text }: RunFilter,
  ...more: (SQL | undefined)[]
): SQL | undefined {
  const table = tableOf(kind);
  return own(
    transaction,
    table,
    statuses === undefined ? undefined : inArray(table.status, [...statuses]),
    maker === undefined ? undefined : madeBy(table, maker),
    text === undefined ? undefined : MENTIONS[kind](text),
    ...more,
  );
}

const MENTIONS: Readonly<Record<RunKind, (text: string) => SQL | undefined>> = {
  inversion: (text) =>
    or(contains(inversion.name, text), contains(inversion.objectWord, text), contains(inversion.method, text)),
  composition: (text) =>
    or(
      contains(composition.prompt, text),
      sql`exists (select from jsonb_each_text(${composition.words}) as word where ${contains(sql`word.value`, text)})`,
      sql`exists (select from ${compositionSlot} where ${compositionSlot.organizationId} = ${composition.organizationId} and ${compositionSlot.compositionId} = ${composition.id} and ${contains(compositionSlot.tokenName, text)})`,
    ),
};
