import { ATTRIBUTES } from '@facet/base';
import { ClientError, composeFromRecipe, enumName, readRecipe, startComposition, type SlotInput } from '@facet/client';
import { Option } from 'commander';
import type { Command } from 'commander';
import { basename } from 'node:path';
import { CliError } from '../../errors.ts';
import { commonOptions, remoteOptions, samplingOptions, wholeNumber } from '../../options.ts';
import { outputFolder } from '../../output-folder.ts';
import { userPath } from '../../paths.ts';
import type { Run } from '../../context.ts';
import { saveComposition, showComposition } from '../../remote/compositions.ts';
import { findModelId, findToken } from '../../remote/named.ts';
import { readUserFile } from '../../remote/picture-file.ts';
import type { PictureMetadata } from '../../remote/picture-metadata.ts';
import type { Remote } from '../../remote/remote.ts';
import { withRemote } from '../../remote/with-remote.ts';
import type { TokenChoices } from '../../token-source.ts';
import type { Result } from '../../report/reporter.ts';
import { addTokenOptions, tokenChoices, type TokenFlags } from '../token-options.ts';
import { samplingChoices, type SamplingFlags } from '../sampling.ts';

type Flags = Omit<SamplingFlags, 'device'> &
  TokenFlags & { readonly from?: string; readonly metadata: PictureMetadata; readonly detach?: boolean };

/** What the service draws at once. */
const mostPictures = 16;

const help = `
A token is named by its name, by the folder of its inversion (\`remote invert --out\`), or by an id that
\`facet remote tokens\` shows; @0.8 behind it sets how strongly it acts, as in \`facet compose\`.
Ctrl-C cancels the composition.
With --from the service looks for the tokens that the picture names among those that you may use; tokens that are given take
the place of the picture's. The recipe in a PNG names its tokens and does not hold them, unless --metadata says so.

Examples:
  facet remote compose --color cat --style cat --object house --layout house
  facet remote compose --color out/cat@0.6 "a watercolor drawing of a {color} bird" --count 8
  facet remote compose --from out/pictures/seed-3.png --color house`;

export function addRemoteComposeCommand(remote: Command, run: Run): void {
  const command = remote
    .command('compose')
    .summary('draw pictures with tokens of several pictures')
    .description('Draws pictures with tokens of the organisation. Each PNG holds the recipe to make it again.')
    .argument('[prompt]', 'what to draw, with {color}, {style}, {object}, {layout} for the tokens');
  addTokenOptions(command)
    .addOption(new Option('--from <picture.png>', 'make this picture again from the recipe in it'))
    .addOption(samplingOptions.negative())
    .addOption(commonOptions.seed())
    .addOption(
      new Option('--count <number>', 'pictures, with seeds from --seed up')
        .argParser(wholeNumber(1, mostPictures))
        .default(4),
    )
    .addOption(samplingOptions.steps())
    .addOption(samplingOptions.guidance())
    .addOption(samplingOptions.scheduler())
    .addOption(remoteOptions.model())
    .addOption(remoteOptions.metadata())
    .addOption(remoteOptions.detach())
    .addOption(commonOptions.out('folder for the pictures (default: a new one under out/)'))
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((prompt: string | undefined, flags: Flags) =>
      run((context) => {
        const choices = tokenChoices(flags);
        return withRemote(context, (connection) => composeRemotely(connection, prompt, choices, flags));
      }),
    );
}

async function composeRemotely(
  remote: Remote,
  prompt: string | undefined,
  choices: TokenChoices,
  flags: Flags,
): Promise<Result> {
  const slots = await slotsOf(remote, choices);
  const name = prompt ?? (flags.from === undefined ? 'composition' : `again-${basename(flags.from, '.png')}`);
  const folder = flags.detach ? undefined : await outputFolder(flags.out, name);
  const composition =
    flags.from === undefined
      ? await composeNew(remote, prompt, slots, flags)
      : await composeAgain(remote, prompt, slots, flags.from);
  const { id } = composition;
  if (folder === undefined)
    return {
      lines: [
        `Composition ${id} is queued. Wait for it and fetch its pictures with:`,
        `  npm run facet -- remote runs watch ${id} --out out/pictures`,
      ],
      data: { command: 'remote compose', id, status: composition.status },
    };
  await showComposition(remote, id);
  const title = prompt ?? `Composed of ${slots.map(({ attribute }) => attribute.toLowerCase()).join(', ')}`;
  const { files, contactSheet } = await saveComposition(remote, id, folder, title, flags.metadata);
  return {
    lines: [...files.map(({ path }) => path), contactSheet],
    data: { command: 'remote compose', id, prompt, pictures: files, contactSheet },
  };
}

async function slotsOf(remote: Remote, choices: TokenChoices): Promise<SlotInput[]> {
  const slots: SlotInput[] = [];
  for (const attribute of ATTRIBUTES) {
    const choice = choices[attribute];
    if (!choice) continue;
    const tokenId = await findToken(remote, attribute, choice.file);
    slots.push({ attribute: enumName(attribute), tokenId, strength: choice.strength ?? 1 });
  }
  return slots;
}

async function composeNew(remote: Remote, prompt: string | undefined, slots: SlotInput[], flags: Flags) {
  const modelId = flags.model === undefined ? undefined : await findModelId(remote, flags.model);
  return startComposition(remote, { prompt, slots, modelId, ...samplingChoices(flags) });
}

/** @throws CliError `usage`, `bad-input`; ClientError `recipe-refused`, `recipe-incomplete` */
async function composeAgain(remote: Remote, prompt: string | undefined, given: SlotInput[], from: string) {
  if (prompt !== undefined) throw new CliError('usage', '--from takes the prompt from the picture; do not give any.');
  const source = { picture: { name: 'recipe', body: await readUserFile(userPath(from)) } };
  if (given.length === 0) return composeFromRecipe(remote, source);
  const { slots } = await readRecipe(remote, source);
  const kept = slots.filter(({ attribute }) => given.every((slot) => slot.attribute !== attribute));
  const missing = kept.find(({ token }) => token === null);
  if (missing) {
    const named = `the ${missing.attribute.toLowerCase()} token ${missing.tokenName ?? missing.hash}`;
    throw new ClientError('recipe-incomplete', `The recipe in ${from} names ${named}, which you cannot use.`);
  }
  const own = kept.map(({ attribute, strength, token }) => ({ attribute, strength, tokenId: token!.id }));
  return composeFromRecipe(remote, source, { slots: [...given, ...own] });
}
