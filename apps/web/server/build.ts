import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { withLock } from './lock.ts';
import { fingerprint } from './fingerprint.ts';

/** This application's folder. */
export const WEB = join(import.meta.dirname, '..');

/** Next's command line. */
export const NEXT = createRequire(import.meta.url).resolve('next/dist/bin/next');

/** What a build leaves: a server with all that it needs, beside this file's folder. */
export const SERVER = join(WEB, '.next', 'standalone', 'apps', 'web');

/** Of which sources the build is. */
const STAMP = join(WEB, '.next', 'sources');

/** Builds what is missing or of other sources. Of several processes that want it at once, one does and the others wait. */
export async function build(say: (line: string) => void): Promise<void> {
  const wanted = fingerprint(WEB);
  if (isBuilt(wanted)) return;
  mkdirSync(join(WEB, '.next'), { recursive: true });
  await withLock(join(WEB, '.next', 'building'), async () => {
    if (isBuilt(wanted)) return;
    say('Building the web application, once for these sources; about a minute on two cores ...');
    rmSync(STAMP, { force: true });
    // Left over files of an older build would be served too.
    rmSync(join(WEB, '.next', 'standalone'), { recursive: true, force: true });
    await next(['build']);
    cpSync(join(WEB, '.next', 'static'), join(SERVER, '.next', 'static'), { recursive: true });
    writeFileSync(STAMP, wanted);
  });
}

const isBuilt = (wanted: string): boolean => existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted;

async function next(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [NEXT, ...args], {
    cwd: WEB,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
  });
  let failure: Error | undefined;
  child.on('error', (error) => (failure = error));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += String(data)));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0 || failure) throw new Error(`The web application does not build:\n${said}`, { cause: failure });
}
