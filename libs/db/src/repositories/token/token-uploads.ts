import { type TokenUploadId, tokenUploadKey } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import type { Actor } from '../account/actor.ts';
import { once } from '../account/client-mutation.ts';
import { spendQuota } from '../account/usage.ts';
import { deleteStored } from '../rows/delete-stored.ts';

export interface NewTokenUpload {
  readonly bytes: number;
  /** Of the address to put it at; after that a sweeper deletes what was put. */
  readonly expiresAt: Date;
}

/**
 * A place for a token file to be imported from. It has no row: the id and the organisation say where the file is, and it is
 * gone within hours. Throws `quota-exceeded`, `mutation-key-reused`.
 */
export async function createTokenUpload(
  transaction: OrganizationTransaction,
  actor: Actor,
  { bytes, expiresAt }: NewTokenUpload,
  key?: string,
): Promise<TokenUploadId> {
  const mutation = { mutation: 'createTokenUpload', key, request: { bytes } };
  const id = await once<TokenUploadId>(transaction, actor, mutation, () =>
    spendQuota(transaction, 'upload_bytes', bytes),
  );
  await deleteStored(transaction, [tokenUploadKey(transaction.organizationId, id)], expiresAt);
  return id;
}
