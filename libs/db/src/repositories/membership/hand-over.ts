import type { UserId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { composition, inversion, library } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { recordAudit } from '../account/audit.ts';
import { own } from '../rows/conditions.ts';

/** The private libraries of who leaves, and what was made of those that are gone, become another's private ones, under their names or the next that is free. */
export async function handOverPrivateLibraries(
  transaction: OrganizationTransaction,
  actor: Actor,
  from: UserId,
  to: UserId,
): Promise<void> {
  const privateOf = (userId: UserId) =>
    transaction.sql
      .select({ id: library.id, name: library.name })
      .from(library)
      .where(own(transaction, library, eq(library.visibility, 'private'), eq(library.createdBy, userId)));
  for (const table of [inversion, composition])
    await transaction.sql
      .update(table)
      .set({ privateTo: to })
      .where(own(transaction, table, eq(table.privateTo, from)));
  const leaving = await privateOf(from);
  if (leaving.length === 0) return;
  const taken = new Set((await privateOf(to)).map(({ name }) => name.toLowerCase()));
  for (const { id, name: before } of leaving) {
    const name = freeName(before, taken);
    taken.add(name.toLowerCase());
    await transaction.sql
      .update(library)
      .set({ createdBy: to, name, updatedAt: new Date() })
      .where(own(transaction, library, eq(library.id, id)));
    const detail = { from, to };
    await recordAudit(transaction, actor, {
      action: 'library.hand-over',
      subjectKind: 'library',
      subjectId: id,
      detail,
    });
  }
}

const MAX_NAME = 200;

function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count++) {
    const suffix = count === 1 ? '' : ` (${count})`;
    const candidate = `${name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
    if (!taken.has(candidate.toLowerCase())) return candidate;
  }
}
