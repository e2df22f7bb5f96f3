import { and, eq, inArray, isNull, type SQL } from 'drizzle-orm';
import { asSystem } from '../../connection/reader.ts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { attributeToken, composition, compositionSlot, library } from '../../schema/index.ts';
import { own } from './conditions.ts';

/** What was made with tokens of a private library stays private when these versions go, which say so no more. */
export const keepCompositionsPrivate = (transaction: OrganizationTransaction, gone: SQL | undefined): Promise<void> =>
  asSystem(transaction, async () => {
    const rows = await transaction.sql
      .selectDistinct({ id: compositionSlot.compositionId, to: library.createdBy })
      .from(attributeToken)
      .innerJoin(
        library,
        and(eq(library.organizationId, attributeToken.organizationId), eq(library.id, attributeToken.libraryId)),
      )
      .innerJoin(
        compositionSlot,
        and(
          eq(compositionSlot.tokenOrganizationId, attributeToken.organizationId),
          eq(compositionSlot.tokenId, attributeToken.id),
        ),
      )
      .where(own(transaction, attributeToken, gone, eq(library.visibility, 'private')));
    for (const to of new Set(rows.map((row) => row.to))) {
      const ids = rows.filter((row) => row.to === to).map(({ id }) => id);
      await transaction.sql
        .update(composition)
        .set({ privateTo: to })
        .where(own(transaction, composition, inArray(composition.id, ids), isNull(composition.privateTo)));
    }
  });
