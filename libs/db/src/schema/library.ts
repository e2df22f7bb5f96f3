import type { LibraryId, OrganizationId, UserId } from '@facet/contracts';
import { sql } from 'drizzle-orm';
import { check, foreignKey, index, pgPolicy, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { organization, user } from './auth.ts';
import { createdBy, entity, moment, organizationId } from './columns.ts';
import { facet, facetApp } from './namespaces.ts';
import { CURRENT_ORGANIZATION, isReader, readerPolicy, readPolicy, tenantPolicy } from './policies.ts';

/**
 * A collection of tokens: `private` to its creator, or shared with its `organization`; a shared one may be granted to named
 * other organisations, which read it and no more.
 */
export const library = facet.table(
  'library',
  {
    ...entity<LibraryId>(),
    name: text().notNull(),
    description: text().notNull().default(''),
    visibility: text({ enum: ['private', 'organization'] })
      .notNull()
      .default('private'),
    createdBy: createdBy(),
    updatedAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    // A granted library is looked up without knowing whose it is.
    index().on(t.id),
    uniqueIndex('library_shared_name')
      .on(t.organizationId, sql`lower(name)`)
      .where(sql`visibility = 'organization'`),
    uniqueIndex('library_private_name')
      .on(t.organizationId, t.createdBy, sql`lower(name)`)
      .where(sql`visibility = 'private'`),
    check('library_name_is_short', sql`char_length(name) between 1 and 200`),
    tenantPolicy(),
    readerPolicy(`(visibility = 'organization' or ${isReader('created_by')})`),
    readPolicy(
      'granted',
      sql.raw(`visibility = 'organization' and ${grantedLibrary('library.organization_id', 'library.id')}`),
    ),
  ],
);

export const libraryGrant = facet.table(
  'library_grant',
  {
    organizationId: organizationId(),
    libraryId: uuid().$type<LibraryId>().notNull(),
    granteeOrganizationId: uuid()
      .$type<OrganizationId>()
      .notNull()
      .references(() => organization.id, { onDelete: 'cascade' }),
    /** The short name that it was offered to, and the library's name then: before it is accepted neither side learns more of the other. */
    granteeSlug: text().notNull(),
    offeredName: text().notNull(),
    /** Null while it is an offer, which shows nothing of the library. */
    acceptedAt: moment(),
    grantedBy: uuid()
      .$type<UserId>()
      .references(() => user.id, { onDelete: 'set null' }),
    createdAt: moment().notNull().defaultNow(),
  },
  (t) => [
    primaryKey({ name: 'library_grant_pk', columns: [t.organizationId, t.libraryId, t.granteeOrganizationId] }),
    index().on(t.granteeOrganizationId, t.libraryId),
    foreignKey({
      name: 'library_grant_library',
      columns: [t.organizationId, t.libraryId],
      foreignColumns: [library.organizationId, library.id],
    }).onDelete('cascade'),
    check('library_grant_is_to_another', sql`grantee_organization_id <> organization_id`),
    tenantPolicy(),
    readPolicy('grantee', sql.raw(`grantee_organization_id = ${CURRENT_ORGANIZATION}`)),
    granteePolicy('accept', 'update'),
    granteePolicy('leave', 'delete'),
  ],
);

/**
 * The library with this key is granted to the current organisation. The array comes first because an index can look it up,
 * also as one side of the OR between policies; the pair is what decides.
 */
export function grantedLibrary(owner: string, id: string): string {
  const toUs = `g.accepted_at is not null and g.grantee_organization_id = ${CURRENT_ORGANIZATION}`;
  return `${id} = any(array(select g.library_id from facet.library_grant g where ${toUs})) and exists (select from facet.library_grant g where g.organization_id = ${owner} and g.library_id = ${id} and ${toUs})`;
}

/** What the other side may do about a grant; the migrations grant it no column but `accepted_at`. */
function granteePolicy(name: string, to: 'update' | 'delete') {
  const ours = sql.raw(`grantee_organization_id = ${CURRENT_ORGANIZATION}`);
  return pgPolicy(name, {
    as: 'permissive',
    for: to,
    to: facetApp,
    using: ours,
    ...(to === 'update' && { withCheck: ours }),
  });
}
