import { fork, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { fileURLToPath } from 'node:url';

export type WatchdogMessage =
  | { kind: 'watch'; pid: number; signal: NodeJS.Signals }
  | { kind: 'release'; pid: number }
  | { kind: 'lock' | 'unlock'; path: string };

export interface LockAnswer {
  readonly path: string;
  readonly held: boolean;
  /** Why the file could not be used as a lock at all. */
  readonly error?: string;
}

let running: ChildProcess | undefined;

/** One watchdog per process, started when first needed; it keeps nobody alive. */
function watchdog(): ChildProcess {
  if (running?.connected) return running;
  const child = fork(fileURLToPath(new URL('./watchdog-main.ts', import.meta.url)), [], {
    cwd: '/',
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', () => undefined);
  child.unref();
  child.channel?.unref();
  return (running = child);
}

function tell(message: WatchdogMessage): void {
  const child = watchdog();
  if (child.connected) child.send(message, () => undefined);
}

/**
 * From now on the process group that `pid` leads ends with this process, however this process ends: first by `signal`, and
 * by SIGKILL when that takes too long. Call what it returns when the group has ended, because its number may be given again.
 */
export function watchOver(pid: number, signal: NodeJS.Signals): () => void {
  tell({ kind: 'watch', pid, signal });
  return () => tell({ kind: 'release', pid });
}

/**
 * Holds the lock file until released or until this process and all groups it watches over have ended. Resolves to undefined
 * when another process holds it; rejects when the file cannot be written.
 */
export async function holdLock(path: string): Promise<(() => void) | undefined> {
  const child = watchdog();
  child.channel?.ref();
  const listening = new AbortController();
  try {
    const { held, error } = await Promise.race([
      answerAbout(child, path, listening.signal),
      once(child, 'exit', { signal: listening.signal }).then((): LockAnswer => ({
        path,
        held: false,
        error: 'the watchdog ended',
      })),
    ]);
    if (error !== undefined) throw new Error(`${path}: ${error}`);
    return held ? () => tell({ kind: 'unlock', path }) : undefined;
  } finally {
    listening.abort();
    child.channel?.unref();
  }
}

async function answerAbout(child: ChildProcess, path: string, signal: AbortSignal): Promise<LockAnswer> {
  const answers = on(child, 'message', { signal }) as AsyncIterable<[LockAnswer]>;
  child.send({ kind: 'lock', path } satisfies WatchdogMessage);
  for await (const [answer] of answers) if (answer.path === path) return answer;
  throw new Error('the watchdog says nothing');
}
