import { apiUrl, getViewer, type ViewerQuery } from '@facet/client';
import type { Command } from 'commander';
import { commonOptions } from '../../options.ts';
import type { Run } from '../../context.ts';
import { ensureFile, userPath } from '../../paths.ts';
import { credentialsFile, forgetLogin, storeLogin } from '../../remote/credentials.ts';
import { fetchArchive } from '../../remote/fetch-archive.ts';
import { readKey } from '../../remote/read-key.ts';
import { openRemote } from '../../remote/remote.ts';
import { withRemote } from '../../remote/with-remote.ts';

const loginHelp = `
The key is asked for, without showing it, or read from standard input or FACET_API_KEY; never from an option, which other
users of the machine could see. It is kept in your folder for settings, in a file for you alone. Whoever may administer
the organisation makes keys; those who work with pictures need the scopes READ and WRITE.

Examples:
  facet remote login https://facet.example.com
  facet remote login https://facet.example.com < key.txt`;

export function addAccountCommands(remote: Command, run: Run): void {
  remote
    .command('login')
    .summary('keep a service and an API key for the other commands')
    .description('Checks an API key with the service and keeps both for the other commands.')
    .argument('<url>', 'address of the service')
    .addOption(commonOptions.json())
    .addHelpText('after', loginHelp)
    .action((address: string) =>
      run(async (context) => {
        const url = apiUrl(address);
        const apiKey = await readKey();
        const account = await getViewer(openRemote({ url, credentials: { apiKey }, context }));
        const file = await storeLogin({ url, apiKey });
        return {
          lines: [`Logged in to ${url}`, ...accountLines(account), `The key is kept in ${file}`],
          data: { command: 'remote login', url, file, ...account },
        };
      }),
    );
  remote
    .command('logout')
    .summary('forget the API key')
    .description('Forgets the service and the key. The key stays valid until it expires or is deleted in the service.')
    .addOption(commonOptions.json())
    .action(() =>
      run(async () => {
        const file = credentialsFile();
        const wasLoggedIn = await forgetLogin();
        return {
          lines: [wasLoggedIn ? `Logged out; ${file} is deleted.` : 'You were not logged in.'],
          data: { command: 'remote logout', file, wasLoggedIn },
        };
      }),
    );
  remote
    .command('whoami')
    .summary('organisation, scopes, quotas')
    .description('Shows for which organisation the key speaks, what it may do, and how much of the quotas is used.')
    .addOption(commonOptions.json())
    .action(() =>
      run((context) =>
        withRemote(context, async (connection) => {
          const account = await getViewer(connection);
          return {
            lines: [`Service       ${connection.url}`, ...accountLines(account), ...quotaLines(account)],
            data: { command: 'remote whoami', url: connection.url, ...account },
          };
        }),
      ),
    );
  remote
    .command('export')
    .summary('all that the organisation has, as one archive')
    .description(
      'Fetches tokens, pictures, runs, libraries, members and the audit log of the organisation as one zip file with a README inside. ' +
        'The key must have been made by an owner, with the scope ADMINISTER.',
    )
    .argument('<file>', 'the zip file to write')
    .addOption(commonOptions.json())
    .action((file: string) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const path = await ensureFile(userPath(file));
          const { bytes } = await fetchArchive(connection, path);
          return {
            lines: [`${path}, ${(bytes / 1e6).toFixed(1)} MB`],
            data: { command: 'remote export', file: path, bytes },
          };
        }),
      ),
    );
}

function accountLines({ viewer: { organization, scopes } }: ViewerQuery): string[] {
  return [
    `Organisation  ${organization.name} (${organization.slug})`,
    `Scopes        ${scopes.map((scope) => scope.toLowerCase()).join(', ')}`,
  ];
}

function quotaLines({ usage, rateLimit }: ViewerQuery): string[] {
  return [
    ...usage.map(({ kind, used, limit }, i) => {
      const name = kind.toLowerCase().replaceAll('_', ' ');
      return `${(i === 0 ? 'This month' : '').padEnd(14)}${name} ${used} of ${limit}`;
    }),
    ...(rateLimit
      ? [
          `Rate limit    ${Math.floor(rateLimit.remaining)} of ${rateLimit.capacity}, ${rateLimit.refillPerSecond} a second`,
        ]
      : []),
  ];
}
