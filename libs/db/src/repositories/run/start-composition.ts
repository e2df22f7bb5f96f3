import { type Attribute, ATTRIBUTES } from '@facet/base';
import type { CompositionId, Fingerprint, GridId, TokenId } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError, named, notFound } from '../../errors.ts';
import { composition, compositionSlot } from '../../schema/index.ts';
import { makerOf, type Actor } from '../account/actor.ts';
import { once } from '../account/client-mutation.ts';
import { sameModel } from '../model/models.ts';
import { getTokens, type Token } from '../token/tokens.ts';
import type { Composition } from './run-table.ts';
import { requireRun } from './runs.ts';
import { chargeRun } from './charge.ts';

export interface NewSlot {
  readonly attribute: Attribute;
  readonly tokenId: TokenId;
  /** 0 to 2. */
  readonly strength: number;
}

export interface NewComposition {
  /** Null: attributes only. */
  readonly prompt: string | null;
  readonly negativePrompt: string;
  readonly words: Partial<Record<Attribute, string>>;
  /** At most one per attribute. */
  readonly slots: readonly NewSlot[];
  /** At least one; one picture for each. */
  readonly seeds: readonly number[];
  readonly steps: number;
  readonly guidance: number;
  readonly scheduler: string;
  readonly width: number;
  readonly height: number;
  readonly fingerprint: Fingerprint;
  /** As how many pictures of the native size one counts; default 1. */
  readonly unitCost?: number | undefined;
  readonly basedOnId?: CompositionId | undefined;
}

/**
 * Queues a composition of tokens that the actor may read, own or granted. The same key gives the same one.
 * Throws `not-found` (token, composition it is based on), `invalid-input`, `quota-exceeded`, `mutation-key-reused`.
 */
export async function startComposition(
  transaction: OrganizationTransaction,
  actor: Actor,
  input: NewComposition,
  key?: string,
): Promise<Composition> {
  const mutation = { mutation: 'composeImages', key, request: input };
  const id = await once<CompositionId>(transaction, actor, mutation, (id) =>
    insertComposition(transaction, actor, id, input),
  );
  return requireRun(transaction, 'composition', id);
}

/** A row of a grid. */
export interface GridPlace {
  readonly gridId: GridId;
  readonly gridPlace: number;
}

/** Writes the rows of a composition with this id. Throws as `startComposition` does. */
export async function insertComposition(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: CompositionId,
  input: NewComposition,
  place?: GridPlace,
): Promise<void> {
  const { organizationId } = transaction;
  const { slots, seeds, basedOnId, words, unitCost, ...values } = input;
  const tokens = await checkedTokens(transaction, actor, input);
  if (seeds.length === 0) throw new DatabaseError('invalid-input', 'A composition needs at least one seed.');
  if (basedOnId !== undefined) await requireRun(transaction, 'composition', basedOnId);
  await transaction.sql.insert(composition).values({
    ...values,
    ...place,
    ...makerOf(actor),
    organizationId,
    id,
    words,
    seeds: [...seeds],
    total: seeds.length,
    ...(await chargeRun(transaction, 'composition', seeds.length, unitCost)),
    basedOnId: basedOnId ?? null,
  });
  const rows = slots.map(({ attribute, strength }, i) => ({
    organizationId,
    compositionId: id,
    attribute,
    strength,
    tokenOrganizationId: tokens[i]!.organizationId,
    tokenId: tokens[i]!.id,
    tokenName: tokens[i]!.name,
    tokenVersion: tokens[i]!.version,
  }));
  if (rows.length > 0) await transaction.sql.insert(compositionSlot).values(rows);
}

/** The tokens of the slots, in their order. */
async function checkedTokens(
  transaction: OrganizationTransaction,
  actor: Actor,
  { slots, fingerprint, words }: NewComposition,
): Promise<Token[]> {
  const found = await getTokens(
    transaction,
    actor,
    slots.map(({ tokenId }) => tokenId),
  );
  const fingerprints = await sameModel(transaction, fingerprint);
  const tokens = slots.map(({ attribute, tokenId, strength }) => {
    const token = found.find(({ id }) => id === tokenId);
    if (!token) throw notFound('token', tokenId);
    if (token.attribute !== attribute && token.attribute !== 'token')
      throw new DatabaseError(
        'invalid-input',
        `The ${named('token', tokenId)} is a ${token.attribute} token and cannot speak for ${attribute}.`,
      );
    if (!fingerprints.includes(token.fingerprint))
      throw new DatabaseError(
        'invalid-input',
        `The ${named('token', tokenId)} belongs to the model ${token.modelName} (${token.fingerprint}), not to the one asked for. Tokens work with their own model only.`,
      );
    if (!(strength >= 0 && strength <= 2))
      throw new DatabaseError('invalid-input', `The strength ${strength} of ${attribute} is not within 0 to 2.`);
    return token;
  });
  const attributes = slots.map(({ attribute }) => attribute);
  const both = ATTRIBUTES.find((attribute) => attributes.includes(attribute) && words[attribute] !== undefined);
  const twice = attributes.find((attribute, i) => attributes.indexOf(attribute) !== i) ?? both;
  if (twice !== undefined)
    throw new DatabaseError('invalid-input', `The attribute ${twice} is given twice. One token or word speaks for it.`);
  return tokens;
}
