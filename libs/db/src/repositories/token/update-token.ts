import type { TokenId } from '@facet/contracts';
import { eq } from 'drizzle-orm';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { attributeToken } from '../../schema/index.ts';
import type { Actor } from '../account/actor.ts';
import { own } from '../rows/conditions.ts';
import { takingName } from '../rows/taking-name.ts';
import { lockLineage } from './lock-lineage.ts';
import { checkTagCount, MAX_NOTES_LENGTH, normalTags } from './normal-tags.ts';

export interface TokenChanges {
  readonly name?: string | undefined;
  /** Whoever may read the token reads them. */
  readonly notes?: string | undefined;
  /** In place of those that it has. */
  readonly tags?: readonly string[] | undefined;
}

/** Changes a token, all its versions with it; what is left out stays. Throws `not-found`, `name-taken`, `invalid-input`. */
export async function updateToken(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  { name, notes, tags }: TokenChanges,
): Promise<void> {
  const before = await lockLineage(transaction, actor, id);
  if (notes !== undefined && notes.length > MAX_NOTES_LENGTH)
    throw new DatabaseError('invalid-input', `Notes have at most ${MAX_NOTES_LENGTH} characters.`);
  const kept = tags && normalTags(tags);
  if (kept) checkTagCount(kept);
  await takingName(
    `The library has a ${before.attribute} token ${JSON.stringify(name)} already. Choose another name.`,
    transaction.sql
      .update(attributeToken)
      .set({ name: name ?? before.name, notes, tags: kept })
      .where(own(transaction, attributeToken, eq(attributeToken.lineageId, before.lineageId))),
  );
}
