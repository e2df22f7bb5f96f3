import { and, eq, gt, sql } from 'drizzle-orm';
import type { OperationsTransaction } from '../../connection/transaction.ts';
import { signInAttempts, signInPlace } from '../../schema/index.ts';

/** Who is to be signed in, and from where; hashes that reveal neither. */
export interface SignIn {
  readonly account: string;
  readonly place: string;
}

export interface SignInRules {
  /** From places that are new to the account, all of them together. */
  readonly attempts: number;
  readonly withinSeconds: number;
}

/**
 * Counts an attempt, before the password is looked at. From a place where the account was signed in before there is nothing to
 * count: whoever tries the passwords of others from elsewhere cannot keep them out.
 * @returns seconds until another attempt is taken, 0 when this one is
 */
export async function countSignIn(
  { sql: queries }: OperationsTransaction,
  { account, place }: SignIn,
  { attempts, withinSeconds }: SignInRules,
): Promise<number> {
  const [known] = await queries
    .select({ account: signInPlace.account })
    .from(signInPlace)
    .where(and(eq(signInPlace.account, account), eq(signInPlace.place, place)));
  if (known) return 0;
  const age = sql<number>`extract(epoch from now() - ${signInAttempts.since})::float8`;
  const isOver = sql`${age} >= ${withinSeconds}`;
  const [counted] = await queries
    .insert(signInAttempts)
    .values({ account, attempts: 1, since: sql`now()` })
    .onConflictDoUpdate({
      target: signInAttempts.account,
      set: {
        attempts: sql`case when ${isOver} then 1 else ${signInAttempts.attempts} + 1 end`,
        since: sql`case when ${isOver} then now() else ${signInAttempts.since} end`,
      },
    })
    .returning({ attempts: signInAttempts.attempts, age });
  return counted!.attempts > attempts ? Math.max(1, Math.ceil(withinSeconds - counted!.age)) : 0;
}

/** The account was signed in from here. */
export async function rememberPlace(
  { sql: queries }: OperationsTransaction,
  { account, place }: SignIn,
): Promise<void> {
  await queries
    .insert(signInPlace)
    .values({ account, place, lastAt: sql`now()` })
    .onConflictDoUpdate({
      target: [signInPlace.account, signInPlace.place],
      set: { lastAt: sql`now()` },
      // Written once a day is enough to know when it has become old.
      setWhere: gt(sql`now() - ${signInPlace.lastAt}`, sql`interval '1 day'`),
    });
}
