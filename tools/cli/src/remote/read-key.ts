import { text } from 'node:stream/consumers';
import { read } from 'read';
import { CliError } from '../errors.ts';

/**
 * An API key from FACET_API_KEY, from a person at a terminal, who does not see it, or from what is piped in. It is no
 * option, since every user of a machine can read the options of all processes.
 * @throws CliError `usage` where there is none, `interrupted` after Ctrl-C
 */
export async function readKey(environment: NodeJS.ProcessEnv = process.env): Promise<string> {
  const key = environment['FACET_API_KEY'] || (process.stdin.isTTY ? await ask() : await text(process.stdin));
  const trimmed = key.trim();
  if (!/^\S+$/.test(trimmed))
    throw new CliError('usage', 'There is no API key. Type it, pipe it in, or set FACET_API_KEY.');
  return trimmed;
}

async function ask(): Promise<string> {
  try {
    return await read({ prompt: 'API key: ', silent: true, output: process.stderr });
  } catch (cause) {
    throw new CliError('interrupted', 'Not logged in.', { cause });
  }
}
