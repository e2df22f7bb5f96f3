import { INVERSION_BOUNDS, SEED_BOUNDS } from '@facet/base';
import { Option } from 'commander';
import type { Command } from 'commander';
import { basename, extname, join } from 'node:path';
import { commonOptions, defaultLibrary, methodDefault, remoteOptions, wholeNumber } from '../../options.ts';
import { slug, userPath } from '../../paths.ts';
import type { Run } from '../../context.ts';
import { invertRemotely, type RemoteInvertFlags } from '../../remote/invert-picture.ts';
import { withRemote } from '../../remote/with-remote.ts';

const help = `
The folder gets the files that \`facet invert\` leaves: tokens.safetensors, reference.png, the loss curve; the tokens also go
into a library of the organisation. Ctrl-C cancels the inversion, which keeps its checkpoint in the service; --resume goes
on with what the folder's remote.json names, whether it was cancelled, failed, or runs on because this program was killed.
Ctrl-C twice leaves at once.

Examples:
  facet remote invert cat.png
  facet remote invert cat.png --object cat --steps 300 --library cats --out out/cat
  facet remote invert cat.png --out out/cat --resume`;

export function addRemoteInvertCommand(remote: Command, run: Run): void {
  remote
    .command('invert')
    .summary('learn the tokens of a picture')
    .description('Uploads a picture and learns its color, style, object and layout tokens in the service.')
    .argument('<image>', 'PNG, JPEG or WebP file')
    .addOption(new Option('--method <name>', `how to invert (default: ${methodDefault})`))
    .addOption(new Option('--object <word>', 'what the picture shows (default: found by the model, where it can)'))
    .addOption(
      new Option('--steps <number>', 'optimiser steps (default: what was tuned on the model)').argParser(
        wholeNumber(INVERSION_BOUNDS.steps.min, INVERSION_BOUNDS.steps.max),
      ),
    )
    .addOption(
      new Option('--seed <number>', 'seed of the noise').argParser(wholeNumber(SEED_BOUNDS.min, SEED_BOUNDS.max)),
    )
    .addOption(new Option('--name <name>', 'of the tokens (default: the name of the picture)'))
    .addOption(
      new Option('--library <name>', 'where the tokens go, by name or id; made if missing').default(defaultLibrary),
    )
    .addOption(remoteOptions.model())
    .addOption(new Option('--resume', 'go on with the inversion that the folder names'))
    .addOption(remoteOptions.detach())
    .addOption(commonOptions.out('folder of the run (default: out/<name of the picture>)'))
    .addOption(commonOptions.json())
    .addHelpText('after', help)
    .action((image: string, flags: RemoteInvertFlags & { readonly out?: string }) =>
      run((context) => {
        const path = userPath(image);
        const folder = userPath(flags.out ?? join('out', slug(basename(path, extname(path)), 'picture')));
        return withRemote(context, (connection) => invertRemotely(connection, path, folder, flags));
      }),
    );
}
