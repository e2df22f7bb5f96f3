import type { Command } from 'commander';
import type { Run } from '../../context.ts';
import { addAccountCommands } from './account.ts';
import { addRemoteComposeCommand } from './compose.ts';
import { addRemoteInvertCommand } from './invert.ts';
import { addLibrariesCommand } from './libraries.ts';
import { addRunsCommand } from './runs.ts';
import { addRemoteTokensCommand } from './tokens.ts';

const help = `
FACET_URL and FACET_API_KEY take the place of a login, for example in CI. Where the rate limit asks for it, commands wait.

Examples:
  facet remote login https://facet.example.com
  facet remote invert cat.png --library cats
  facet remote tokens --library cats
  facet remote compose --color cat --style cat@0.8 "a {style} drawing of a {color} bird"`;

/** The service instead of this machine; the client is in `src/remote`. */
export function addRemoteCommand(program: Command, run: Run): void {
  const remote = program
    .command('remote')
    .summary('work with a Facet service by its API')
    .description('Inverts and composes on a Facet service, for an organisation whose API key you have.')
    .addHelpText('after', help);
  addAccountCommands(remote, run);
  addRemoteInvertCommand(remote, run);
  addRemoteComposeCommand(remote, run);
  addLibrariesCommand(remote, run);
  addRemoteTokensCommand(remote, run);
  addRunsCommand(remote, run);
}
