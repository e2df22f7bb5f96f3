import { createHash } from 'node:crypto';
import type { DBAdapter, Where } from 'better-auth/types';
import type { BetterAuthOptions } from 'better-auth';

type MakeAdapter = (options: BetterAuthOptions) => DBAdapter;

const MARK = 'sha256:';

/** What the database keeps of a session's token. What is one already, as lists of sessions have it, stays. */
export const hashOfToken = (token: string): string =>
  token.startsWith(MARK) ? token : `${MARK}${createHash('sha256').update(token).digest('hex')}`;

/**
 * The adapter, through which the database never sees the token of a session: whoever reads the database cannot act as anybody. better-auth
 * has a setting of this kind for other tokens (`verification.storeIdentifier`), and none for sessions.
 */
export const withHashedSessions =
  (makeAdapter: MakeAdapter): MakeAdapter =>
  (options) =>
    wrapped(makeAdapter(options));

function wrapped(adapter: DBAdapter): DBAdapter {
  const inner = adapter as unknown as Record<string, (input: Input) => Promise<unknown>>;
  const through =
    (method: string) =>
    async (input: Input): Promise<unknown> => {
      if (input.model !== 'session') return inner[method]!(input);
      const { given, ...hashed } = hide(input);
      return show(await inner[method]!(hashed), given);
    };
  const changed = Object.fromEntries(
    ['create', 'findOne', 'findMany', 'count', 'update', 'updateMany', 'delete', 'deleteMany', 'consumeOne']
      .filter((method) => typeof inner[method] === 'function')
      .map((method) => [method, through(method)]),
  );
  return {
    ...adapter,
    ...changed,
    transaction: (use) => adapter.transaction((transaction) => use(wrapped(transaction as DBAdapter))),
  } as DBAdapter;
}

interface Input {
  readonly model: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly where?: readonly Where[];
  readonly update?: Readonly<Record<string, unknown>>;
}

/** The input with hashes in place of tokens, and the tokens by their hashes. */
function hide(input: Input): Input & { readonly given: ReadonlyMap<string, string> } {
  const given = new Map<string, string>();
  const hash = <Value>(value: Value): Value => {
    if (Array.isArray(value)) return value.map(hash) as Value;
    if (typeof value !== 'string') return value;
    const hashed = hashOfToken(value);
    given.set(hashed, value);
    return hashed as Value;
  };
  const inRow = (row: Readonly<Record<string, unknown>>) =>
    'token' in row ? { ...row, token: hash(row['token']) } : row;
  return {
    ...input,
    ...(input.data && { data: inRow(input.data) }),
    ...(input.update && { update: inRow(input.update) }),
    ...(input.where && {
      where: input.where.map((each) => (each.field === 'token' ? { ...each, value: hash(each.value) } : each)),
    }),
    given,
  };
}

/** Rows with the tokens that whoever asked has given. */
function show(result: unknown, given: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(result)) return result.map((each) => show(each, given));
  if (result === null || typeof result !== 'object' || !('token' in result)) return result;
  const { token } = result as { token: unknown };
  return { ...result, token: given.get(String(token)) ?? token };
}
