import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../errors.ts';
import { holdLock } from './watchdog.ts';

/** As long as the watchdog of one that was killed takes to end its services, at most, with some to spare. */
const ENDING_WITHIN_MS = 15_000;

/**
 * Makes the state folder and keeps other managers out of it. After one that was killed, waits until its services have ended.
 * Throws `ServiceError`: `data-in-use`, `state-unwritable`.
 */
export async function lockState(directory: string): Promise<() => void> {
  const folder = resolve(directory);
  const holder = join(folder, 'manager.pid');
  for (const deadline = Date.now() + ENDING_WITHIN_MS; ; await delay(100)) {
    const release = await take(folder, holder);
    if (release) return release;
    const pid = readHolder(holder);
    if (isAlive(pid) || Date.now() > deadline)
      throw new ServiceError(
        'data-in-use',
        `Another Facet (process ${pid ?? 'unknown'}) uses ${folder}. Stop it with Ctrl-C in its terminal${pid ? ` or with: kill ${pid}` : ''}, then start again.`,
      );
  }
}

async function take(folder: string, holder: string): Promise<(() => void) | undefined> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const release = await holdLock(join(folder, 'lock'));
    if (release) writeFileSync(holder, String(process.pid));
    return release;
  } catch (cause) {
    throw new ServiceError(
      'state-unwritable',
      `${folder} cannot be written to (${(cause as Error).message}). If another user made it, say with sudo, give it to you with chown, or remove it.`,
      { cause },
    );
  }
}

function readHolder(path: string): number | undefined {
  try {
    return Number(readFileSync(path, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number | undefined): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
