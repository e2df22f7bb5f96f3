import { ClientError } from '@facet/client';
import { signInAgain } from '../account/sign-in-again.ts';

/** Does something with the client library, and once more when there is a session again, if it was refused because there was none. */
export async function withSession<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== 'unauthenticated') throw error;
    await signInAgain();
    return withSession(work);
  }
}
