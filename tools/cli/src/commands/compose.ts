import type { Attribute } from '@facet/base';
import type { Composition } from '@facet/inversion';
import { Option } from 'commander';
import type { Command } from 'commander';
import { composeAgain, type AgainOptions } from '../actions/draw/compose-again.ts';
import { drawPictures } from '../actions/draw/draw.ts';
import { savePictures } from '../actions/draw/save-pictures.ts';
import type { CommandContext, Run } from '../context.ts';
import { CliError } from '../errors.ts';
import { withModel } from '../model.ts';
import { outputFolder } from '../output-folder.ts';
import type { Result } from '../report/reporter.ts';
import { readTokenSources, referencesOf } from '../token-source.ts';
import type { TokenChoices } from '../token-source.ts';
import { addSamplingOptions, modelFlags, samplingChoices } from './sampling.ts';
import type { SamplingFlags } from './sampling.ts';
import { addTokenOptions, tokenChoices } from './token-options.ts';
import type { TokenFlags } from './token-options.ts';

type Flags = SamplingFlags & TokenFlags & { readonly from?: string };

const help = `
A token is named by its file or by the folder of its inversion. @0.8 behind it, or --color-strength 0.8, sets how
strongly it acts: 0 is the plain word in its place, 1 (default) the token, up to 2 beyond it.
In the prompt, {color}, {style}, {object} and {layout} say where the tokens stand. Without a prompt the model's own
template is used. A token of the whole picture (textual-inversion, p-plus, prospect) goes under --object.

Examples:
  facet compose --color out/cat --style out/cat --object out/house --layout out/house
  facet compose --color out/cat@0.6 --object out/house "a watercolor drawing of a {color} {object}" --count 8
  facet compose --from out/pictures/seed-3.png      (makes that picture again, bit for bit on the same device)
  facet compose --from seed-3.png --color out/cat   (the same, of a picture that names its tokens and does not hold them)`;

export function addComposeCommand(program: Command, run: Run): void {
  const command = program
    .command('compose')
    .summary('draw pictures with tokens of several pictures')
    .description(
      'Puts tokens of several pictures into one prompt and draws it. Each PNG holds the recipe to make it again.',
    )
    .argument('[prompt]', 'what to draw, with {color}, {style}, {object}, {layout} for the tokens');
  addTokenOptions(command);
  command.addOption(new Option('--from <picture.png>', 'make this picture again from the recipe in it'));
  addSamplingOptions(command, 4)
    .addHelpText('after', help)
    .action((prompt: string | undefined, flags: Flags) =>
      run((context) => {
        const choices = tokenChoices(flags);
        if (flags.from !== undefined) {
          if (prompt !== undefined)
            throw new CliError('usage', '--from takes the prompt from the picture; do not give any.');
          if (flags.size !== undefined)
            throw new CliError('usage', '--from takes the size from the picture; do not give any.');
          const { out } = flags;
          const again = { ...modelFlags(flags), ...(out !== undefined && { out }), from: flags.from };
          return composeAgainWith(context, choices, again);
        }
        return composeNew(context, prompt, choices, flags);
      }),
    );
}

async function composeAgainWith(
  context: CommandContext,
  choices: TokenChoices,
  options: AgainOptions,
): Promise<Result> {
  const tokens = Object.values(await readTokenSources(choices)).map(({ set }) => set);
  return composeAgain(context, { ...options, tokens });
}

async function composeNew(
  context: CommandContext,
  prompt: string | undefined,
  choices: TokenChoices,
  flags: Flags,
): Promise<Result> {
  if (Object.keys(choices).length === 0)
    throw new CliError('usage', 'Give at least one token, for example --color out/cat, or use `facet generate`.');
  const sources = await readTokenSources(choices);
  const tokens = Object.fromEntries(
    Object.entries(sources).map(([attribute, { set }]) => [
      attribute,
      { set, strength: choices[attribute as Attribute]?.strength ?? 1 },
    ]),
  );
  const composition: Composition = prompt === undefined ? { tokens } : { tokens, prompt };
  const folder = await outputFolder(flags.out, prompt ?? 'composition');
  return withModel(modelFlags(flags), context, async (model) => {
    const pictures = await drawPictures(context, model, 'Composing', composition, samplingChoices(flags));
    const title = prompt ?? `Composed of ${Object.keys(tokens).join(', ')}`;
    const { files, contactSheet } = await savePictures(folder, title, pictures, await referencesOf(sources, choices));
    return {
      lines: [...files.map(({ path }) => path), contactSheet],
      data: { command: 'compose', prompt, fingerprint: model.fingerprint, pictures: files, contactSheet },
    };
  });
}
