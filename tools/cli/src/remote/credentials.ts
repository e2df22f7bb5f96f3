import { apiUrl } from '@facet/client';
import envPaths from 'env-paths';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { writeOutput } from '../paths.ts';

/** A service, and a key of an organisation there. */
export interface Login {
  readonly url: string;
  readonly apiKey: string;
}

/** For its owner alone. */
const fileMode = 0o600;

/** In the user's folder for settings, whose place differs between systems. */
export const credentialsFile = (): string => join(envPaths('facet', { suffix: '' }).config, 'credentials.json');

export async function storeLogin(login: Login): Promise<string> {
  const path = credentialsFile();
  await writeOutput(path, `${JSON.stringify(login, undefined, 2)}\n`, fileMode);
  return path;
}

/** Whether there was something to forget. */
export async function forgetLogin(): Promise<boolean> {
  const isThere = (await readStored()) !== undefined;
  await rm(credentialsFile(), { force: true });
  return isThere;
}

/**
 * FACET_URL and FACET_API_KEY, else what `login` stored. A key in the environment goes to the stored address where no other
 * is given; a stored key goes to its own address only.
 * @throws CliError `not-logged-in`
 */
export async function readLogin(environment: NodeJS.ProcessEnv = process.env): Promise<Login> {
  const stored = await readStored();
  const { FACET_URL, FACET_API_KEY } = environment;
  const url = FACET_URL ? apiUrl(FACET_URL) : stored?.url;
  const apiKey = FACET_API_KEY || (url === stored?.url ? stored?.apiKey : undefined);
  if (url === undefined || apiKey === undefined) {
    const where = url === undefined ? '<address>' : url;
    const message = `There is no API key for ${url ?? 'a service'}. Use \`npm run facet -- remote login ${where}\`, or set FACET_URL and FACET_API_KEY.`;
    throw new CliError('not-logged-in', message);
  }
  return { url, apiKey };
}

async function readStored(): Promise<Login | undefined> {
  const path = credentialsFile();
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CliError('bad-input', `Cannot read ${path}: ${(cause as Error).message}`, { cause });
  }
  try {
    const { url, apiKey } = JSON.parse(text) as Login;
    return { url: apiUrl(url), apiKey };
  } catch {
    // What is in the file is no part of the message: it may be the key.
    throw new CliError('bad-input', `${path} is damaged. Use \`npm run facet -- remote login\` again.`);
  }
}
