import type { Attribute } from '@facet/base';
import { idFromMutationKey, isOver, type CompositionId, type GridId, type TokenId } from '@facet/contracts';
import { and, asc, eq, inArray } from 'drizzle-orm';
import { asSystem } from '../../connection/reader.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { composition, grid } from '../../schema/index.ts';
import { makerOf, type Actor } from '../account/actor.ts';
import { once } from '../account/client-mutation.ts';
import { own } from '../rows/conditions.ts';
import { newestFirst, readPage, type Page, type PageRequest } from '../rows/page.ts';
import { deleteCompositions } from './delete-run.ts';
import type { Composition } from './run-table.ts';
import { insertComposition, type NewComposition } from './start-composition.ts';

export type Grid = typeof grid.$inferSelect;

/** Rows of a grid at most: a colleague's work waits behind all of them. */
export const MAX_GRID_ROWS = 16;

export interface NewGrid {
  /** All that its rows have in common; neither its slots nor its words speak for the attribute. */
  readonly composition: NewComposition;
  /** The one in which the rows differ. */
  readonly attribute: Attribute;
  /** One row for each, of `composition.seeds.length` pictures. */
  readonly tokens: readonly { readonly tokenId: TokenId; readonly strength: number }[];
}

/**
 * Queues one composition for each token, or none at all. They are ordinary compositions, which know their grid and their place in it. The
 * same key gives the same grid. Throws what `startComposition` throws, and `invalid-input` without tokens or with too many.
 */
export async function startGrid(
  transaction: OrganizationTransaction,
  actor: Actor,
  input: NewGrid,
  key?: string,
): Promise<Grid> {
  const { attribute, tokens, composition: common } = input;
  if (tokens.length === 0 || tokens.length > MAX_GRID_ROWS)
    throw new DatabaseError('invalid-input', `A grid has 1 to ${MAX_GRID_ROWS} tokens, and this one ${tokens.length}.`);
  const { organizationId } = transaction;
  const mutation = { mutation: 'composeGrid', key, request: input };
  const gridId = await once<GridId>(transaction, actor, mutation, async (id) => {
    await transaction.sql.insert(grid).values({ organizationId, id, attribute, ...makerOf(actor) });
    for (const [gridPlace, token] of tokens.entries()) {
      const rowKey = { organizationId, actorId: actor.id, mutation: 'composeGrid', key: `${id} ${gridPlace}` };
      const row = { ...common, slots: [...common.slots, { attribute, ...token }] };
      await insertComposition(transaction, actor, idFromMutationKey(rowKey), row, { gridId: id, gridPlace });
    }
  });
  const [row] = await getGrids(transaction, [gridId]);
  if (!row) throw notFound('grid', gridId);
  return row;
}

export const getGrids = (transaction: OrganizationTransaction, ids: readonly GridId[]): Promise<Grid[]> =>
  transaction.sql
    .select()
    .from(grid)
    .where(own(transaction, grid, inArray(grid.id, [...ids])));

/** The compositions of these grids that are still there, in the order of their places. */
export const getGridRows = (transaction: OrganizationTransaction, ids: readonly GridId[]): Promise<Composition[]> =>
  transaction.sql
    .select()
    .from(composition)
    .where(own(transaction, composition, inArray(composition.gridId, [...ids])))
    .orderBy(asc(composition.gridId), asc(composition.gridPlace));

/** Grids of the organisation, newest first. */
export function listGrids(transaction: OrganizationTransaction, request: PageRequest): Promise<Page<Grid>> {
  return readPage<Grid>(
    transaction,
    {
      purpose: ['grids'],
      ...newestFirst(grid),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(grid)
          .where(and(own(transaction, grid), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countGrids = (transaction: OrganizationTransaction): Promise<number> =>
  transaction.sql.$count(grid, own(transaction, grid));

/** Deletes a grid with its compositions and their pictures. Throws `not-found`, and `wrong-state` while one of them waits or is at work. */
export async function deleteGrid(transaction: OrganizationTransaction, id: GridId): Promise<void> {
  const [found] = await transaction.sql
    .select({ id: grid.id })
    .from(grid)
    .where(own(transaction, grid, eq(grid.id, id)))
    .for('update');
  if (!found) throw notFound('grid', id);
  // Also rows that are private to somebody else: a grid goes as a whole.
  const rows = await asSystem(transaction, () =>
    transaction.sql
      .select({ id: composition.id, status: composition.status })
      .from(composition)
      .where(own(transaction, composition, eq(composition.gridId, id)))
      .for('update'),
  );
  const working = rows.filter(({ status }) => !isOver(status)).length;
  if (working > 0)
    throw new DatabaseError(
      'wrong-state',
      `${working} compositions of the ${named('grid', id)} wait or are being drawn. Cancel them first, or wait for their end.`,
    );
  const ids: CompositionId[] = rows.map((row) => row.id);
  if (ids.length > 0) await asSystem(transaction, () => deleteCompositions(transaction, ids));
  await transaction.sql.delete(grid).where(own(transaction, grid, eq(grid.id, id)));
}
