import type { OrganizationId, UserId } from '@facet/contracts';
import type { Actor, OrganizationTransaction } from '../src/index.ts';
import type { TestDatabase } from './database.ts';

/** An organisation with its owner, as most tests need one or two of. */
export interface Party {
  readonly id: OrganizationId;
  readonly actor: Actor & { readonly id: UserId };
  /** A transaction of the organisation. */
  inside<Result>(use: (transaction: OrganizationTransaction) => Promise<Result>): Promise<Result>;
}

export async function newParty(it: TestDatabase): Promise<Party> {
  const { id, userId } = await it.organization();
  return {
    id,
    actor: { kind: 'user', id: userId },
    inside: (use) => it.database.withOrganization(id, use),
  };
}
