import type { ImageId } from '@facet/contracts';
import { and, eq, inArray } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { notFound } from '../../errors.ts';
import { image } from '../../schema/index.ts';
import { contains, own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';

export type Image = typeof image.$inferSelect;

/** Rows for the ids that exist here, in no order. */
export const getImages = (transaction: OrganizationTransaction, ids: readonly ImageId[]): Promise<Image[]> =>
  transaction.sql
    .select()
    .from(image)
    .where(own(transaction, image, inArray(image.id, [...ids])));

/** Throws `not-found`. With `update` nobody else changes the row until the transaction ends, with `key share` nobody deletes it. */
export async function requireImage(
  transaction: OrganizationTransaction,
  id: ImageId,
  lock?: 'key share' | 'update',
): Promise<Image> {
  const query = transaction.sql
    .select()
    .from(image)
    .where(own(transaction, image, eq(image.id, id)));
  const [row] = await (lock === undefined ? query : query.for(lock));
  if (!row) throw notFound('image', id);
  return row;
}

export interface ImageFilter {
  /** Part of the name. */
  readonly name?: string | undefined;
  readonly status?: Image['status'] | undefined;
  readonly sha256?: string | undefined;
}

const matching = (transaction: OrganizationTransaction, { name, status, sha256 }: ImageFilter) =>
  own(
    transaction,
    image,
    name === undefined ? undefined : contains(image.name, name),
    status === undefined ? undefined : eq(image.status, status),
    sha256 === undefined ? undefined : eq(image.sha256, sha256),
  );

export function listImages(
  transaction: OrganizationTransaction,
  filter: ImageFilter,
  request: PageRequest,
): Promise<Page<Image>> {
  return readPage<Image>(
    transaction,
    {
      purpose: ['images', filter],
      ...newestFirst(image),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(image)
          .where(and(matching(transaction, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countImages = (transaction: OrganizationTransaction, filter: ImageFilter): Promise<number> =>
  transaction.sql.$count(image, matching(transaction, filter));
