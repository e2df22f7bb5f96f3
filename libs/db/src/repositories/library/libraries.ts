import type { LibraryId } from '@facet/contracts';
import { and, eq, inArray, ne, type SQL } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { library, libraryGrant } from '../../schema/index.ts';
import { type Actor, userOf } from '../account/actor.ts';
import { recordAudit } from '../account/audit.ts';
import { once } from '../account/client-mutation.ts';
import { contains, own } from '../rows/conditions.ts';
import { newestFirst, type Page, type PageRequest, readPage } from '../rows/page.ts';
import { takingName } from '../rows/taking-name.ts';
import { visibleLibraries } from './visible-libraries.ts';

/** A library as the actor sees it; it belongs to another organisation when `organizationId` is not the own one. */
export type Library = typeof library.$inferSelect;

export interface NewLibrary {
  readonly name: string;
  readonly description?: string | undefined;
  readonly visibility: Library['visibility'];
}

/** Throws `name-taken`, and `invalid-input` for a private library of an API key, which nobody could see. */
export async function createLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  { name, description = '', visibility }: NewLibrary,
  key?: string,
): Promise<Library> {
  checkVisibility(actor, visibility);
  const { organizationId } = transaction;
  const request = { name, description, visibility };
  const id = await once<LibraryId>(transaction, actor, { mutation: 'createLibrary', key, request }, async (id) => {
    const values = { organizationId, id, name, description, visibility, createdBy: userOf(actor) };
    await takingName(taken(name), transaction.sql.insert(library).values(values));
    const detail = { visibility };
    await recordAudit(transaction, actor, { action: 'library.create', subjectKind: 'library', subjectId: id, detail });
  });
  return requireLibrary(transaction, actor, id);
}

const taken = (name: string): string => `There is a library ${JSON.stringify(name)} already. Choose another name.`;

function checkVisibility(actor: Actor, visibility: Library['visibility'] | undefined): void {
  if (visibility === 'private' && actor.kind !== 'user')
    throw new DatabaseError('invalid-input', 'A private library needs a user as its creator; an API key is none.');
}

/** Rows for the ids that the actor may see, own and granted, in no order. */
export const getLibraries = (
  transaction: OrganizationTransaction,
  actor: Actor,
  ids: readonly LibraryId[],
): Promise<Library[]> =>
  transaction.sql
    .select()
    .from(library)
    .where(and(inArray(library.id, [...ids]), visibleLibraries(actor)));

/** A library that the actor may read. Throws `not-found`. */
export async function requireLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
): Promise<Library> {
  const [row] = await getLibraries(transaction, actor, [id]);
  if (!row) throw notFound('library', id);
  return row;
}

/**
 * A library of the organisation itself, to write into. Throws `not-found`, for a granted one too. By default one writer at a
 * time holds it; `key share` only keeps it from being deleted.
 */
export async function requireOwnLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  lock: 'key share' | 'no key update' | 'update' = 'no key update',
): Promise<Library> {
  const [row] = await transaction.sql
    .select()
    .from(library)
    .where(own(transaction, library, eq(library.id, id), visibleLibraries(actor)))
    .for(lock);
  if (!row) throw notFound('library', id);
  return row;
}

export interface LibraryFilter {
  /** Part of the name. */
  readonly name?: string | undefined;
  /** `own`: the organisation's; `granted`: other organisations'. Default both. */
  readonly origin?: 'own' | 'granted' | undefined;
}

function matching(
  transaction: OrganizationTransaction,
  actor: Actor,
  { name, origin }: LibraryFilter,
): SQL | undefined {
  const { organizationId } = transaction;
  return and(
    visibleLibraries(actor),
    name === undefined ? undefined : contains(library.name, name),
    origin === 'own' ? eq(library.organizationId, organizationId) : undefined,
    origin === 'granted' ? ne(library.organizationId, organizationId) : undefined,
  );
}

export function listLibraries(
  transaction: OrganizationTransaction,
  actor: Actor,
  filter: LibraryFilter,
  request: PageRequest,
): Promise<Page<Library>> {
  return readPage<Library>(
    transaction,
    {
      purpose: ['libraries', actor, filter],
      ...newestFirst(library),
      fetch: (after, orderBy, limit) =>
        transaction.sql
          .select()
          .from(library)
          .where(and(matching(transaction, actor, filter), after))
          .orderBy(...orderBy)
          .limit(limit),
    },
    request,
  );
}

export const countLibraries = (
  transaction: OrganizationTransaction,
  actor: Actor,
  filter: LibraryFilter,
): Promise<number> => transaction.sql.$count(library, matching(transaction, actor, filter));

export interface LibraryChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly visibility?: Library['visibility'] | undefined;
}

/** Throws `not-found`, `name-taken`. Making a library private is its creator's, and ends its grants. */
export async function updateLibrary(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: LibraryId,
  changes: LibraryChanges,
): Promise<Library> {
  const before = await requireOwnLibrary(transaction, actor, id);
  checkVisibility(actor, changes.visibility);
  if (changes.visibility === 'private' && before.createdBy !== userOf(actor))
    throw new DatabaseError('invalid-input', `Only its creator can make the ${named('library', id)} private.`);
  const update = transaction.sql
    .update(library)
    .set({ ...changes, updatedAt: new Date() })
    .where(own(transaction, library, eq(library.id, id)))
    .returning();
  const [row] = await takingName(taken(changes.name ?? before.name), update);
  if (row!.visibility === 'private')
    await transaction.sql.delete(libraryGrant).where(own(transaction, libraryGrant, eq(libraryGrant.libraryId, id)));
  return row!;
}
