import { TOKEN_NAMES, type TokenName } from '@facet/base';
import { enumName, listTokens, type TokenFieldsFragment } from '@facet/client';
import { Option } from 'commander';
import type { Command } from 'commander';
import { commonOptions, defaultLibrary, remoteOptions, wholeNumber } from '../../options.ts';
import { userPath } from '../../paths.ts';
import type { Run } from '../../context.ts';
import { findLibraryId, findTokens, libraryFor } from '../../remote/named.ts';
import {
  exportTokenFiles,
  importTokenFile,
  tokenForms,
  type ImportChoices,
  type TokenForm,
} from '../../remote/token-files.ts';
import { withRemote } from '../../remote/with-remote.ts';
import { tableLines } from '../../report/table.ts';

interface ListFlags {
  readonly library?: string;
  readonly attribute?: TokenName;
  readonly name?: string;
  readonly limit: number;
}

interface ExportFlags {
  readonly form: TokenForm;
  readonly out: string;
}

interface ImportFlags extends ImportChoices {
  readonly library: string;
}

const help = `
Examples:
  facet remote tokens --library cats --attribute color
  facet remote tokens --name cat --json`;

const exportHelp = `
Forms:
  native   all tokens of one inversion in a file, with all that Facet knows of them
  single   a file per token with one vector: diffusers' load_textual_inversion, AUTOMATIC1111's web UI, ComfyUI
  layers   a file per token with one vector per cross-attention layer (P+)

Example:
  facet remote tokens export cat --form single --out out/cat/export`;

const importHelp = `
Files of other tools need --as and --word, and are checked against the model; a native file says all by itself.

Examples:
  facet remote tokens import out/cat/tokens.safetensors --library cats
  facet remote tokens import my-cat.safetensors --as object --word cat --library cats`;

export function addRemoteTokensCommand(remote: Command, run: Run): void {
  const tokens = remote.command('tokens').description('Lists, exports and imports tokens of libraries.');
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
          const filter = { libraryId, name, attribute: attribute && enumName(attribute) };
          const { nodes, totalCount } = await listTokens(connection, filter).take(limit);
          const more = totalCount - nodes.length;
          return {
            lines: [
              ...tableLines(columns, nodes),
              ...(more > 0 ? [`and ${more} more; --limit shows more of them`] : []),
            ],
            data: { command: 'remote tokens', tokens: nodes, totalCount },
          };
        }),
      ),
    );
  tokens
    .command('export')
    .description('Fetches tokens as files.')
    .argument('<tokens...>', 'names or ids of tokens, folders or ids of inversions')
    .addOption(new Option('--form <name>', 'what reads them').choices(Object.keys(tokenForms)).default('native'))
    .addOption(commonOptions.out('folder for the files').makeOptionMandatory())
    .addOption(commonOptions.json())
    .addHelpText('after', exportHelp)
    .action((named: string[], { form, out }: ExportFlags) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const found = await Promise.all(named.map((each) => findTokens(connection, each)));
          const tokenIds = found.flat().map(({ id }) => id);
          const files = await exportTokenFiles(connection, tokenIds, form, userPath(out));
          return { lines: files, data: { command: 'remote tokens export', form, files } };
        }),
      ),
    );
  tokens
    .command('import')
    .description('Puts the tokens of a file into a library.')
    .argument('<file>', 'a native token file, or an embedding of another tool; with --allow-pickle also .pt and .bin')
    .addOption(new Option('--library <name>', 'by name or id; made if missing').default(defaultLibrary))
    .addOption(new Option('--name <name>', 'of the tokens (default: the name of the file)'))
    .addOption(new Option('--as <token>', 'which token an embedding becomes').choices(TOKEN_NAMES))
    .addOption(new Option('--word <word>', 'the plain word that an embedding stands for'))
    .addOption(new Option('--allow-pickle', 'read .pt and .bin files too'))
    .addOption(remoteOptions.model())
    .addOption(commonOptions.json())
    .addHelpText('after', importHelp)
    .action((file: string, { library, ...choices }: ImportFlags) =>
      run((context) =>
        withRemote(context, async (connection) => {
          const libraryId = await libraryFor(connection, library);
          const imported = await importTokenFile(connection, userPath(file), libraryId, choices);
          return {
            lines: tableLines(columns, imported),
            data: { command: 'remote tokens import', tokens: imported },
          };
        }),
      ),
    );
}

type Token = TokenFieldsFragment;

const columns = {
  id: ({ id }: Token) => id,
  name: ({ name }: Token) => name,
  attribute: ({ attribute }: Token) => attribute.toLowerCase(),
  version: ({ version }: Token) => String(version),
  library: ({ library }: Token) => library.name,
  model: ({ modelName }: Token) => modelName,
};
