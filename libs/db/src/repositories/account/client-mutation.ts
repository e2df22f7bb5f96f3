import { idFromMutationKey, newId } from '@facet/contracts';
import { and, eq } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import { clientMutation } from '../../schema/index.ts';
import { own } from '../rows/conditions.ts';
import type { Actor } from './actor.ts';

export interface KeyedMutation {
  /** Name of the mutation. */
  readonly mutation: string;
  /** The client's `clientMutationKey`; without one every call is a new one. */
  readonly key: string | undefined;
  /** All arguments. */
  readonly request: unknown;
}

/**
 * Runs `make` once for a key: whoever comes later with the same key, also at the same moment, gets the first one's id and
 * runs nothing. `make` is given the id to use, which follows from the key. A failure undoes the key with everything else.
 * Throws `mutation-key-reused` when the arguments differ from the first ones.
 */
export async function once<Id extends string>(
  transaction: OrganizationTransaction,
  actor: Actor,
  { mutation, key, request }: KeyedMutation,
  make: (id: Id) => Promise<void>,
): Promise<Id> {
  if (key === undefined) {
    const id = newId<Id>();
    await make(id);
    return id;
  }
  const { organizationId } = transaction;
  const actorId = spaceOf(actor);
  const id = idFromMutationKey<Id>({ organizationId, actorId, mutation, key });
  // Waits for a transaction that uses the key at this moment, and does nothing if that one is committed.
  const added = await transaction.sql
    .insert(clientMutation)
    .values({ organizationId, actorId, mutation, key, requestHash: hashOf(request), result: { id } })
    .onConflictDoNothing()
    .returning({ key: clientMutation.key });
  if (added.length === 1) await make(id);
  else await earlier(transaction, actor, { mutation, key, request });
  return id;
}

/**
 * The id of what the key made before, for those who would rather not do the work again only to throw it away. Throws
 * `mutation-key-reused` when the arguments differ from the first ones.
 */
export async function earlier<Id extends string>(
  transaction: OrganizationTransaction,
  actor: Actor,
  { mutation, key, request }: KeyedMutation,
): Promise<Id | undefined> {
  if (key === undefined) return undefined;
  const { organizationId } = transaction;
  const actorId = spaceOf(actor);
  const [first] = await transaction.sql
    .select({ requestHash: clientMutation.requestHash })
    .from(clientMutation)
    .where(
      own(
        transaction,
        clientMutation,
        and(eq(clientMutation.actorId, actorId), eq(clientMutation.mutation, mutation), eq(clientMutation.key, key)),
      ),
    );
  if (!first) return undefined;
  if (first.requestHash !== hashOf(request))
    throw new DatabaseError(
      'mutation-key-reused',
      `The clientMutationKey ${JSON.stringify(key)} was used for ${mutation} with other arguments. Use a new key.`,
    );
  return idFromMutationKey<Id>({ organizationId, actorId, mutation, key });
}

const spaceOf = ({ kind, id }: Actor): string => `${kind}:${id}`;

const hashOf = (request: unknown): string => createHash('sha256').update(canonicalJson(request)).digest('hex');

/** JSON with the members of objects in order, so that equal requests have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
