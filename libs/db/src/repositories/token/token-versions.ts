import type { TokenId } from '@facet/contracts';
import type { OrganizationTransaction } from '../../connection/transaction.ts';
import { DatabaseError } from '../../errors.ts';
import type { Actor } from '../account/actor.ts';
import { recordAudit } from '../account/audit.ts';
import { once } from '../account/client-mutation.ts';
import { readCopy } from './copy-token.ts';
import { requireToken, type Token } from './tokens.ts';
import { addTokenVersion, type NewToken, type TokenSource } from './write-tokens.ts';

/**
 * Makes what another token holds, also a granted one, the newest version of an own token. The same key gives the same version.
 * Throws `not-found`, `mutation-key-reused`, and `invalid-input` for another attribute or model.
 */
export async function addVersionFromToken(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  fromId: TokenId,
  key?: string,
): Promise<TokenId> {
  return addVersion(transaction, actor, id, { fromId }, key, async () => readCopy(transaction, actor, fromId));
}

/** The same with a token out of a file; `request` is what was asked for with the key, without the content. */
export async function addVersionFromFile(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  content: Omit<NewToken, 'name'>,
  request: Readonly<Record<string, unknown>>,
  key?: string,
): Promise<TokenId> {
  const source: TokenSource = { source: 'import' };
  return addVersion(transaction, actor, id, request, key, async () => ({ content, source }));
}

async function addVersion(
  transaction: OrganizationTransaction,
  actor: Actor,
  id: TokenId,
  request: Readonly<Record<string, unknown>>,
  key: string | undefined,
  read: () => Promise<{ readonly content: Omit<NewToken, 'name'>; readonly source: TokenSource }>,
): Promise<TokenId> {
  const mutation = { mutation: 'addTokenVersion', key, request: { id, ...request } };
  return once<TokenId>(transaction, actor, mutation, async (newest) => {
    const { content, source } = await read();
    checkAttribute(await requireToken(transaction, actor, id), content);
    await addTokenVersion(transaction, actor, id, content, source, newest);
    const subject = { subjectKind: 'token', subjectId: newest, detail: { source: source.source } };
    await recordAudit(transaction, actor, { action: 'token.add-version', ...subject });
  });
}

function checkAttribute({ name, attribute }: Token, content: Pick<NewToken, 'attribute'>): void {
  if (content.attribute === attribute) return;
  throw new DatabaseError(
    'invalid-input',
    `${JSON.stringify(name)} is a ${attribute} token and cannot go on as a ${content.attribute} token. Add that as a token of its own.`,
  );
}
