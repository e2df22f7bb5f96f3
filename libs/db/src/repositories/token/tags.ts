import type { LibraryId } from '@facet/contracts';
import { and, desc, eq, sql } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { attributeToken, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { visibleLibraries } from '../library/visible-libraries.ts';
import { inItsLibrary } from './tokens.ts';

export interface TagCount {
  readonly tag: string;
  /** Tokens that have it. */
  readonly tokens: number;
}

/** More are no help to whoever chooses one. */
const MAX_LISTED_TAGS = 200;

/** The tags of the tokens that the actor may see, of one library or all, the most frequent first. */
export const listTags = (
  transaction: OrganizationTransaction,
  actor: Actor,
  libraryId?: LibraryId,
): Promise<TagCount[]> =>
  transaction.sql
    .select({ tag: sql<string>`tag`, tokens: sql<number>`count(*)::int` })
    .from(attributeToken)
    .innerJoin(library, inItsLibrary)
    .innerJoin(sql`unnest(${attributeToken.tags}) as tag`, sql`true`)
    .where(
      and(
        eq(attributeToken.isLatest, true),
        visibleLibraries(actor),
        libraryId === undefined ? undefined : eq(attributeToken.libraryId, libraryId),
      ),
    )
    .groupBy(sql`tag`)
    .orderBy(desc(sql`count(*)`), sql`tag`)
    .limit(MAX_LISTED_TAGS);
