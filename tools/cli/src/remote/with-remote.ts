import type { CommandContext } from '../context.ts';
import { readLogin } from './credentials.ts';
import { openRemote, type Remote } from './remote.ts';

/** Runs a piece of work with a connection to the service that the user is logged in to. */
export async function withRemote<Result>(
  context: CommandContext,
  work: (remote: Remote) => Promise<Result>,
): Promise<Result> {
  const { url, apiKey } = await readLogin();
  const remote = openRemote({ url, credentials: { apiKey }, context });
  try {
    return await work(remote);
  } finally {
    await remote.close();
  }
}
