import { listLibraries, type Library } from '@facet/client';
import type { Command } from 'commander';
import { commonOptions } from '../../options.ts';
import type { Run } from '../../context.ts';
import { withRemote } from '../../remote/with-remote.ts';
import { tableLines } from '../../report/table.ts';

export function addLibrariesCommand(remote: Command, run: Run): void {
  remote
    .command('libraries')
    .summary('list libraries')
    .description('Lists the libraries that the key may read, those that other organisations granted among them.')
    .argument('[name]', 'part of the name')
    .addOption(commonOptions.json())
    .action((name: string | undefined) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const { nodes, totalCount } = await listLibraries(connection, { name }).take();
          return {
            lines: tableLines(columns, nodes),
            data: { command: 'remote libraries', libraries: nodes, totalCount },
          };
        }),
      ),
    );
}

const columns = {
  id: ({ id }: Library) => id,
  name: ({ name }: Library) => name,
  tokens: ({ tokenCount }: Library) => String(tokenCount),
  'shared by': ({ isGranted, organization }: Library) => (isGranted ? organization.name : ''),
};
