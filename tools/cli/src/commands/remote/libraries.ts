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
            lines: tableLines(['id', 'name', 'tokens', 'shared by'], nodes.map(row)),
            data: { command: 'remote libraries', libraries: nodes, totalCount },
          };
        }),
      ),
    );
}

const row = ({ id, name, tokenCount, isGranted, organization }: Library): string[] => [
  id,
  name,
  String(tokenCount),
  isGranted ? organization.name : '',
];
