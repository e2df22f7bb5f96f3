import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../errors.ts';
import { lastLines, type LastLines } from './last-lines.ts';
import { readLogLine } from './log-line.ts';
import { groupGone, signalGroup } from './process-group.ts';
import type { Running } from './running.ts';
import { watchOver } from './watchdog.ts';

export interface GroupSpec {
  /** For messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** How long the program may take to end after SIGTERM before it is killed. Default 5 s. */
  readonly stopWithinMs?: number;
}

export interface Group extends Running {
  readonly ended: Promise<string>;
  /** Undefined while it runs, null when a signal ended it. */
  exitCode(): number | null | undefined;
  readonly tail: LastLines;
}

/** How long what a program started may outlive it when all were asked to end. */
const GROUP_WITHIN_MS = 1_000;

/**
 * Starts a program in a process group of its own. The group ends when the program does, and with this process, however this
 * process ends. Throws `ServiceError` `start-failed` when there is no such program.
 */
export async function spawnGroup(spec: GroupSpec, onLog?: (line: string) => void): Promise<Group> {
  const child = spawn(spec.command, spec.args, {
    ...(spec.cwd && { cwd: spec.cwd }),
    env: { ...process.env, ...spec.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const failure = new Promise<Error>((resolve) => child.on('error', resolve));
  const tail = lastLines();
  for (const input of [child.stdout, child.stderr])
    createInterface({ input }).on('line', (line) => {
      tail.add(readLogLine(line).message);
      onLog?.(line);
    });
  const { pid } = child;
  if (pid === undefined) {
    const error = await failure;
    throw new ServiceError('start-failed', `${spec.name} could not be started: ${error.message}`, { cause: error });
  }
  const unwatch = watchOver(pid, 'SIGTERM');
  let stopped: Promise<void> | undefined;
  let exitCode: number | null | undefined;
  const ended = new Promise<string>((resolve) => {
    child.once('exit', async (code, signal) => {
      // The last lines may still be in the pipe; a process that was left behind may keep it open.
      const closed = Promise.race([once(child, 'close'), delay(500)]);
      await groupGone(pid, stopped ? GROUP_WITHIN_MS : 0);
      unwatch();
      await closed;
      exitCode = code;
      resolve(signal ? `was ended by ${signal}` : `ended with exit code ${code}`);
    });
  });
  const stop = async (): Promise<void> => {
    signalGroup(pid, 'SIGTERM');
    const force = setTimeout(() => signalGroup(pid, 'SIGKILL'), spec.stopWithinMs ?? 5_000);
    await ended;
    clearTimeout(force);
  };
  return { pid, ended, tail, exitCode: () => exitCode, stop: () => (stopped ??= stop()) };
}
