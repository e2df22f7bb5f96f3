import type { Fingerprint, ImageId, InversionId, LibraryId } from '@facet/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named } from '../../errors.ts';
import { inversion } from '../../schema/index.ts';
import { makerOf, type Actor } from '../account/actor.ts';
import { once } from '../account/client-mutation.ts';
import { requireImage } from '../image/images.ts';
import { requireOwnLibrary } from '../library/libraries.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';
import { matchingRuns, type RunFilter } from './run-filter.ts';
import { chargeRun } from './charge.ts';
import type { Inversion } from './run-table.ts';
import { requireRun } from './runs.ts';

export interface NewInversion {
  readonly imageId: ImageId;
  /** Where the tokens go. */
  readonly libraryId: LibraryId;
  /** Name of the tokens to be. */
  readonly name: string;
  readonly fingerprint: Fingerprint;
  readonly method: string;
  readonly objectWord?: string | undefined;
  /** What was asked for, over the model's defaults. */
  readonly settings: Record<string, unknown>;
  /** Optimiser steps. */
  readonly steps: number;
  /** Side in pixels that the picture is brought to; absent: the model's own. */
  readonly size?: number | undefined;
  /** As how many steps of the native size one counts; default 1. */
  readonly unitCost?: number | undefined;
}

/**
 * Queues an inversion. The same key gives the same one, and so the same workflow.
 * Throws `not-found` (image, library), `wrong-state` (image not ready), `quota-exceeded`, `mutation-key-reused`.
 */
export async function startInversion(
  transaction: OrganizationTransaction,
  actor: Actor,
  input: NewInversion,
  key?: string,
): Promise<Inversion> {
  const { imageId, libraryId, name, fingerprint, method, objectWord, settings, steps, size, unitCost } = input;
  const mutation = { mutation: 'startInversion', key, request: input };
  const id = await once<InversionId>(transaction, actor, mutation, async (id) => {
    const { status } = await requireImage(transaction, imageId, 'key share');
    if (status !== 'ready')
      throw new DatabaseError('wrong-state', `The ${named('image', imageId)} is ${status}; complete its upload first.`);
    await requireOwnLibrary(transaction, actor, libraryId, 'key share');
    await transaction.sql.insert(inversion).values({
      organizationId: transaction.organizationId,
      id,
      imageId,
      libraryId,
      name,
      fingerprint,
      method,
      objectWord: objectWord ?? null,
      size: size ?? null,
      settings,
      total: steps,
      ...(await chargeRun(transaction, 'inversion', steps, unitCost)),
      ...makerOf(actor),
    });
  });
  return requireRun(transaction, 'inversion', id);
}

export const getInversions = (
  transaction: OrganizationTransaction,
  ids: readonly InversionId[],
): Promise<Inversion[]> =>
  transaction.sql
    .select()
    .from(inversion)
    .where(own(transaction, inversion, inArray(inversion.id, [...ids])));

export interface InversionFilter extends RunFilter {
  readonly imageId?: ImageId | undefined;
  readonly libraryId?: LibraryId | undefined;
}

const matching = (transaction: OrganizationTransaction, { imageId, libraryId, ...filter }: InversionFilter) =>
  matchingRuns(
    transaction,
    'inversion',
    filter,
    imageId === undefined ? undefined : eq(inversion.imageId, imageId),
    libraryId === undefined ? undefined : eq(inversion.libraryId, libraryId),
  );

export function listInversions(
  transaction: OrganizationTransaction,
  filter: InversionFilter,
  request: PageRequest,
): Promise<Page<Inversion>> {
  return readPage<Inversion>(
    transaction,
    {
      purpose: ['inversions', filter],
      ...newestFirst(inversion),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(inversion)
          .where(and(matching(transaction, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countInversions = (transaction: OrganizationTransaction, filter: InversionFilter): Promise<number> =>
  transaction.sql.$count(inversion, matching(transaction, filter));
