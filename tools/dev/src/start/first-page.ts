import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Account } from '../demo/session.ts';
import { program } from './program.ts';

/** Has a browser, where there is one, make a picture of what somebody sees first who signs in. @returns what came of it, in a line */
export async function lookAtFirstPage(
  webUrl: string,
  { email, password }: Account,
  folder: string,
  signal: AbortSignal,
): Promise<string> {
  const { command, args, cwd } = program('first-page', 'apps/web/screenshots/first-page.ts');
  const { stdout } = await promisify(execFile)(command, [...args, webUrl, join(folder, 'first-page.png')], {
    cwd,
    signal,
    env: { ...process.env, FACET_EMAIL: email, FACET_PASSWORD: password },
  });
  return stdout.trim();
}
