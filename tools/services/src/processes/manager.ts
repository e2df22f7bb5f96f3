import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../errors.ts';
import { createConsole, type Say } from './console-log.ts';
import { keepRunning, type RestartPolicy } from './keep-running.ts';
import { lastLines } from './last-lines.ts';
import { openLogFile, type LogFile } from './log-file.ts';
import { readLogLine } from './log-line.ts';
import { signalGroup } from './process-group.ts';
import type { Running, StartContext } from './running.ts';
import { startProcess, type ProcessSpec } from './start-process.ts';
import { lockState } from './state-folder.ts';

export interface ManagerOptions {
  /** Holds everything that outlives a run; logs are in its folder `logs`. One manager at a time may use it. */
  readonly stateDirectory: string;
  /** Shows the lines of all processes. Default: on standard output, under a prefix for each. */
  readonly say?: Say;
}

export interface ManagedSpec extends ProcessSpec {
  /** Default: its unasked end ends all. */
  readonly restart?: RestartPolicy;
}

/** Starts processes one after the other and ends them in reverse order. */
export interface Manager {
  readonly stateDirectory: string;
  /** Starts a program, with its lines on the console and in `logs/<name>.log`, and resolves when it is healthy. */
  start(spec: ManagedSpec): Promise<Running>;
  /**
   * The same for a service that starts itself. The lines of a quiet one go to its file only; when it ends unasked the last of
   * them are in the error.
   */
  adopt<S extends Running>(
    name: string,
    start: (context: StartContext) => Promise<S>,
    options?: { readonly quiet?: boolean },
  ): Promise<S>;
  /** Shows a line of our own. */
  readonly say: Say;
  /** Aborted when everything is being ended. */
  readonly signal: AbortSignal;
  /** Resolves when a process has ended that nobody asked to end; says which, with its last lines. */
  readonly failed: Promise<ServiceError>;
  /** Gives up what is being started and ends all processes, the last started first. */
  stop(): Promise<void>;
  /** Kills all processes at once, for those who cannot wait. */
  kill(): void;
}

/** What a process wrote last arrives a little after its end. */
const LAST_LINES_MS = 100;

/** Throws `ServiceError`: `data-in-use` when another manager runs on the state folder, `state-unwritable`. */
export async function createManager({ stateDirectory, say = createConsole() }: ManagerOptions): Promise<Manager> {
  const unlock = await lockState(stateDirectory);
  const giveUp = new AbortController();
  const started: { name: string; running: Running }[] = [];
  const logs: LogFile[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  let fail!: (error: ServiceError) => void;
  const failed = new Promise<ServiceError>((resolve) => (fail = resolve));

  const adopt: Manager['adopt'] = async (name, start, { quiet = false } = {}) => {
    giveUp.signal.throwIfAborted();
    const log = openLogFile(join(stateDirectory, 'logs', `${name}.log`));
    logs.push(log);
    const tail = lastLines();
    const onLog = (text: string): void => {
      const line = readLogLine(text);
      log.write(line.json);
      tail.add(line.message);
      // How each part ends is in its file; the console hears of what goes wrong then.
      const isNews = !giveUp.signal.aborted || line.level === 'warn' || line.level === 'error';
      if (!quiet && isNews) say(name, line.message, line.level);
    };
    const pending = start({ onLog, signal: giveUp.signal, say: (line) => say(name, line) });
    starting = Promise.allSettled([starting, pending]);
    const running = await pending;
    started.push({ name, running });
    void running.ended.then(async (how) => {
      if (giveUp.signal.aborted) return;
      await delay(LAST_LINES_MS);
      fail(new ServiceError('ended', `${name} ${how ?? 'ended'} unasked. ${tail.describe()}`));
    });
    return running;
  };

  const stop = async (): Promise<void> => {
    giveUp.abort(new ServiceError('interrupted', 'Given up before everything was started.'));
    await starting;
    for (const { running } of started.reverse()) await running.stop();
    for (const log of logs) log.close();
    unlock();
  };
  let stopped: Promise<void> | undefined;

  return {
    stateDirectory,
    start: ({ restart, ...spec }) =>
      adopt(spec.name, (context) => (restart ? keepRunning(spec, restart, context) : startProcess(spec, context))),
    adopt,
    say,
    signal: giveUp.signal,
    failed,
    stop: () => (stopped ??= stop()),
    kill: () => started.forEach(({ running }) => signalGroup(running.pid, 'SIGKILL')),
  };
}
