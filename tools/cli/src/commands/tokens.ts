import { TOKEN_NAMES, type TokenName } from '@facet/base';
import { Option } from 'commander';
import type { Command } from 'commander';
import { exportForTool, MAPPED_TOOLS, type MappedTool } from '../actions/tokens/export-for-tool.ts';
import { exportTokens } from '../actions/tokens/export-tokens.ts';
import { importTokenFile } from '../actions/tokens/import-tokens.ts';
import { inspectTokens } from '../actions/tokens/inspect-tokens.ts';
import type { InspectOptions } from '../actions/tokens/inspect-tokens.ts';
import type { ModelFlags } from '../model.ts';
import { commonOptions } from '../options.ts';
import type { Run } from '../context.ts';

interface ExportFlags extends ModelFlags {
  readonly to?: MappedTool;
  readonly form: 'single' | 'layers';
  readonly name: string;
  readonly out: string;
}

interface ImportFlags extends ModelFlags {
  readonly as: TokenName;
  readonly word: string;
  readonly allowPickle?: boolean;
  readonly out: string;
}

const inspectHelp = `
The leak report says what each token brings into a picture when it stands alone. \`invert\` measures it; --measure does so
for tokens without one, for example imported ones, and needs the picture that they were learned from.

Examples:
  facet tokens inspect out/cat
  facet tokens inspect my-cat.safetensors --measure --image cat.png`;

const exportHelp = `
Forms:
  single   a file per token with one vector: diffusers' load_textual_inversion, AUTOMATIC1111's web UI, ComfyUI
  layers   a file per token with one vector per cross-attention layer (P+)

A plain loader uses a token in all layers at all times. --to writes the native file instead, whose attribution map keeps attributes
apart, and the lines that use it with Facet's own packages for diffusers and ComfyUI (integrations/).

Examples:
  facet tokens export out/cat --to diffusers --name my-cat --out out/cat/export
  facet tokens export out/cat --name my-cat --out out/cat/export`;

const importHelp = `
.safetensors is read as it is. AUTOMATIC1111's .pt and diffusers' .bin files are pickles, which may run code: with
--allow-pickle they are read by a reader that builds tensors and nothing else, and refuses anything more.

Example:
  facet tokens import my-cat.safetensors --as object --word cat --out out/my-cat/tokens.safetensors`;

export function addTokensCommand(program: Command, run: Run): void {
  const tokens = program.command('tokens').description('Looks into token files, and exchanges them with other tools.');
  tokens
    .command('inspect')
    .description('Shows what a token file holds.')
    .argument('<tokens>', 'a token file, or the folder of an inversion')
    .addOption(new Option('--measure', 'measure what each token leaks, and keep the report in the file'))
    .addOption(new Option('--image <file>', 'the picture to measure against (default: that of the run)'))
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', inspectHelp)
    .action((file: string, flags: InspectOptions) => run((context) => inspectTokens(context, file, flags)));
  tokens
    .command('export')
    .description('Writes tokens as files for other tools.')
    .argument('<tokens>', 'a token file, or the folder of an inversion')
    .addOption(
      new Option('--to <tool>', 'the native file, and how the tool uses it').choices(MAPPED_TOOLS).conflicts('form'),
    )
    .addOption(new Option('--form <name>', 'what the other tool reads').choices(['single', 'layers']).default('single'))
    .addOption(new Option('--name <word>', 'the tokens are called <word>-color, <word>-style, ...').default('facet'))
    .addOption(commonOptions.out('folder for the files').makeOptionMandatory())
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', exportHelp)
    .action((file: string, { to, ...flags }: ExportFlags) =>
      run((context) => (to === undefined ? exportTokens(context, file, flags) : exportForTool(file, { ...flags, to }))),
    );
  tokens
    .command('import')
    .description('Makes a token file of an embedding that another tool wrote.')
    .argument('<embedding>', '.safetensors; with --allow-pickle also .pt and .bin')
    .addOption(new Option('--as <token>', 'which token it becomes').choices(TOKEN_NAMES).default('object'))
    .addOption(new Option('--word <word>', 'the plain word that it stands for').makeOptionMandatory())
    .addOption(new Option('--allow-pickle', 'read .pt and .bin files too'))
    .addOption(commonOptions.out('the token file to write').makeOptionMandatory())
    .addOption(commonOptions.model())
    .addOption(commonOptions.device())
    .addOption(commonOptions.json())
    .addHelpText('after', importHelp)
    .action((file: string, flags: ImportFlags) => run((context) => importTokenFile(context, file, flags)));
}
