import { TOKEN_NAMES } from '@facet/inversion';
import type { TokenName } from '@facet/inversion';
import { Option } from 'commander';
import type { Command } from 'commander';
import { commonOptions, wholeNumber } from '../../options.ts';
import type { Run } from '../../program.ts';
import { findLibraryId } from '../../remote/named.ts';
import type { TokenFieldsFragment } from '../../remote/operations.ts';
import { listTokens } from '../../remote/tokens.ts';
import { upper } from '../../remote/upper.ts';
import { withRemote } from '../../remote/with-remote.ts';
import { tableLines } from '../../report/table.ts';

interface ListFlags {
  readonly library?: string;
  readonly attribute?: TokenName;
  readonly name?: string;
  readonly limit: number;
}

const help = `
Examples:
  facet remote tokens --library cats --attribute color
  facet remote tokens --name cat --json`;

export function addRemoteTokensCommand(remote: Command, run: Run): void {
  const tokens = remote.command('tokens').description('Lists the tokens of libraries.');
  tokens
    .command('list', { isDefault: true })
    .description('Lists the tokens of all libraries that the key may read, in their newest versions.')
    .addOption(new Option('--library <name>', 'those of one library, by name or id'))
    .addOption(new Option('--attribute <name>', 'those of one attribute').choices(TOKEN_NAMES))
    .addOption(new Option('--name <text>', 'those whose name has this in it'))
    .addOption(new Option('--limit <number>', 'the most that are listed').argParser(wholeNumber(1)).default(100))
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action(({ library, attribute, name, limit }: ListFlags) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const libraryId = library === undefined ? undefined : await findLibraryId(connection, library);
          const filter = { libraryId, name, attribute: attribute && upper(attribute) };
          const { nodes, totalCount } = await listTokens(connection, filter, limit);
          const more = totalCount - nodes.length;
          return {
            lines: [
              ...tableLines(['id', 'name', 'attribute', 'version', 'library', 'model'], nodes.map(row)),
              ...(more > 0 ? [`and ${more} more; --limit shows more of them`] : []),
            ],
            data: { command: 'remote tokens', tokens: nodes, totalCount },
          };
        }),
      ),
    );
}

const row = ({ id, name, attribute, version, library, modelName }: TokenFieldsFragment): string[] => [
  id,
  name,
  attribute.toLowerCase(),
  String(version),
  library.name,
  modelName,
];
