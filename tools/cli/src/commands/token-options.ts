import { ATTRIBUTES, type Attribute, SAMPLING_BOUNDS } from '@facet/base';
import { Option } from 'commander';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { tokenArgument, within } from '../options.ts';
import type { TokenArgument } from '../options.ts';
import type { TokenChoices } from '../token-source.ts';

const STRENGTH = SAMPLING_BOUNDS.strength;

/** What commander makes of the options that `addTokenOptions` adds. */
export type TokenFlags = Partial<Record<Attribute, TokenArgument>> & Partial<Record<`${Attribute}Strength`, number>>;

/** `--color <tokens[@strength]>` and so on: the options of commands that compose. */
export function addTokenOptions(command: Command): Command {
  for (const attribute of ATTRIBUTES)
    command
      .addOption(
        new Option(`--${attribute} <tokens[@strength]>`, `where the ${attribute} comes from`).argParser(tokenArgument),
      )
      .addOption(
        new Option(`--${attribute}-strength <number>`, `how strongly, ${STRENGTH.min} to ${STRENGTH.max}`)
          .argParser(within(STRENGTH))
          .hideHelp(),
      );
  return command;
}

/** The tokens named, with the strength behind `@` or of the option, whichever was given. */
export function tokenChoices(flags: TokenFlags): TokenChoices {
  const choices: Partial<Record<Attribute, TokenArgument>> = {};
  for (const attribute of ATTRIBUTES) {
    const named = flags[attribute];
    const strength = flags[`${attribute}Strength`];
    if (named === undefined) {
      if (strength !== undefined) throw new CliError('usage', `--${attribute}-strength needs --${attribute}.`);
      continue;
    }
    if (strength !== undefined && named.strength !== undefined)
      throw new CliError('usage', `Give the strength of ${attribute} behind @ or as an option, not both.`);
    choices[attribute] = strength === undefined ? named : { ...named, strength };
  }
  return choices;
}
