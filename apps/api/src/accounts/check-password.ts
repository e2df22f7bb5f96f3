import { countWithin } from '@facet/db';
import { APIError } from 'better-auth/api';
import { InvalidInputError, QuotaExceededError } from '../errors.ts';
import { viewerOf, type Context } from '../graphql/context.ts';

/** Whoever finds an open session must not guess the password with it. */
const TRIES = { max: 10, windowSeconds: 3600 };

/** Before what cannot be undone: the password of the person whose session it is. Throws `InvalidInputError`, `QuotaExceededError`. */
export async function checkPassword(context: Context, password: string): Promise<void> {
  const { auth, operations } = context.services;
  const { id, headers } = viewerOf(context).user!;
  if (!(await operations.withOperations((transaction) => countWithin(transaction, `password/${id}`, TRIES))))
    throw new QuotaExceededError('The password was given too often within an hour. Wait.');
  try {
    await auth.api.verifyPassword({ headers, body: { password } });
  } catch (error) {
    if (error instanceof APIError) throw new InvalidInputError('That is not your password.');
    throw error;
  }
}
