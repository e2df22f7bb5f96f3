import type { OrganizationId, OutputId, OutputLinkId, UserId } from '@facet/contracts';
import { eq, inArray, sql } from 'drizzle-orm';
import { asSystem } from '../../connection/reader.ts';
import type { OperationsTransaction, OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, notFound } from '../../errors.ts';
import { auditEvent, member, outputLink } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { getCompositions } from './compositions.ts';
import { getOutputs, type Output } from './outputs.ts';

export type OutputLink = typeof outputLink.$inferSelect;

export const getOutputLinks = (transaction: OrganizationTransaction, ids: readonly OutputId[]): Promise<OutputLink[]> =>
  transaction.sql
    .select()
    .from(outputLink)
    .where(own(transaction, outputLink, inArray(outputLink.outputId, [...ids])));

/** What a link shows besides the picture. */
export type LinkChoices = Pick<OutputLink, 'showsMaker' | 'showsRecipe'>;

/**
 * Makes the link of a picture, or changes what the one that is there shows. Throws `not-found`, and `forbidden` for a picture that
 * somebody else has made, and for who may only read by now.
 */
export async function linkOutput(
  transaction: OrganizationTransaction,
  maker: UserId,
  outputId: OutputId,
  { id, secretHash }: Pick<OutputLink, 'id' | 'secretHash'>,
  choices: LinkChoices,
): Promise<Output> {
  const row = await requireOutput(transaction, outputId);
  const [composition] = await getCompositions(transaction, [row.compositionId]);
  if (composition?.createdBy !== maker)
    throw new DatabaseError('forbidden', 'Only who has made a picture may give it a public link.');
  await requireWriter(transaction, maker);
  const { organizationId } = transaction;
  await transaction.sql
    .insert(outputLink)
    .values({ organizationId, id, outputId, secretHash, createdBy: maker, ...choices })
    .onConflictDoUpdate({ target: [outputLink.organizationId, outputLink.outputId], set: choices });
  return row;
}

/**
 * Ends the link of a picture, if it has one. Throws `not-found`, and `forbidden` for another's link, unless the organisation is one's to administer.
 * @returns the picture, and whether there was a link
 */
export async function unlinkOutput(
  transaction: OrganizationTransaction,
  by: { readonly id: UserId; readonly administers: boolean },
  outputId: OutputId,
): Promise<{ readonly row: Output; readonly wasLinked: boolean }> {
  const row = await requireOutput(transaction, outputId);
  const [link] = await getOutputLinks(transaction, [outputId]);
  if (!link) return { row, wasLinked: false };
  if (link.createdBy !== by.id && !by.administers)
    throw new DatabaseError('forbidden', 'Only who has made this link, or an administrator, may end it.');
  await transaction.sql.delete(outputLink).where(own(transaction, outputLink, eq(outputLink.id, link.id)));
  return { row, wasLinked: true };
}

/**
 * Ends all links that somebody has made in the organisation, because the access is over by which they were made; the audit log says so of each.
 * Also of pictures that the actor does not see.
 */
export const endLinksOf = (transaction: OrganizationTransaction, actor: Actor, maker: UserId): Promise<unknown> =>
  asSystem(transaction, () =>
    transaction.sql.execute(sql`
      with ended as (
        delete from ${outputLink} where organization_id = ${transaction.organizationId} and created_by = ${maker} returning output_id)
      insert into ${auditEvent} (organization_id, actor_kind, actor_id, action, subject_kind, subject_id, detail)
      select ${transaction.organizationId}, ${actor.kind}, ${actor.id}, 'output.unlink', 'output', output_id::text, '{}'::jsonb from ended`),
  );

/** Where somebody has made links that are there. */
export async function organizationsWithLinksOf(
  { sql: queries }: OperationsTransaction,
  maker: UserId,
): Promise<OrganizationId[]> {
  const { organizationId, createdBy } = outputLink;
  const rows = await queries.selectDistinct({ organizationId }).from(outputLink).where(eq(createdBy, maker));
  return rows.map((row) => row.organizationId);
}

/** Whose link has this hash, and who made it; undefined for none. */
export async function findOutputLink(
  { sql: queries }: OperationsTransaction,
  secretHash: string,
): Promise<
  { readonly organizationId: OrganizationId; readonly id: OutputLinkId; readonly createdBy: UserId } | undefined
> {
  const { organizationId, id, createdBy } = outputLink;
  const [row] = await queries
    .select({ organizationId, id, createdBy })
    .from(outputLink)
    .where(eq(outputLink.secretHash, secretHash));
  return row;
}

/** What a link leads to, for its maker's eyes; undefined once it has ended, also a moment ago. */
export async function followOutputLink(
  transaction: OrganizationTransaction,
  id: OutputLinkId,
): Promise<{ readonly link: OutputLink; readonly row: Output } | undefined> {
  const [link] = await transaction.sql
    .select()
    .from(outputLink)
    .where(own(transaction, outputLink, eq(outputLink.id, id)));
  const [row] = link ? await getOutputs(transaction, [link.outputId]) : [];
  return link && row && { link, row };
}

async function requireOutput(transaction: OrganizationTransaction, id: OutputId): Promise<Output> {
  const [row] = await getOutputs(transaction, [id]);
  if (!row) throw notFound('output', id);
  return row;
}

/** Whoever takes the right away at this moment waits, and then finds the link; or has done so, and there is none. */
async function requireWriter(transaction: OrganizationTransaction, userId: UserId): Promise<void> {
  const [row] = await transaction.sql
    .select({ role: member.role })
    .from(member)
    .where(own(transaction, member, eq(member.userId, userId)))
    .for('share');
  if (row === undefined || row.role === 'viewer')
    throw new DatabaseError(
      'forbidden',
      'Who may only read gives nothing a public link. Ask an owner for another role.',
    );
}
