import { connect, type Client, type Credentials } from '@facet/client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandContext } from '../context.ts';

/** A connection to the service, of a command. */
export interface Remote extends Client {
  readonly context: CommandContext;
}

export interface RemoteOptions {
  /** Where the API is, for example `https://facet.example.com`. */
  readonly url: string;
  readonly credentials: Credentials;
  readonly context: CommandContext;
}

/** Connects to a service. Notes say when the rate limit is waited for, which Ctrl-C ends, and when the socket is lost. */
export function openRemote({ url, credentials, context }: RemoteOptions): Remote {
  const { reporter, signal } = context;
  const client = connect({
    url,
    credentials,
    async waitForBudget(seconds) {
      reporter.note(`The rate limit is reached; going on in ${seconds} s.`);
      await sleep(seconds * 1000, undefined, { signal });
    },
    connectionLost: () => reporter.note('The connection is lost; connecting again.'),
  });
  return { ...client, context };
}
