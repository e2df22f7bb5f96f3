import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./small-start.ts', import.meta.url));

/** A line that `npm start -- --json` writes. */
export type Event = Readonly<Record<string, unknown>>;

export interface Started {
  readonly child: ChildProcess;
  readonly events: readonly Event[];
  /** The first event that matches, as soon as it is there. Throws when the program ends before. */
  event(matches: (event: Event) => boolean): Promise<Event>;
  /** Resolves to the exit code. */
  readonly ended: Promise<number | null>;
}

/** Variables that point to parts of somebody's own must not reach the tests. */
const replaced = /^(PORT|WEB_PORT|HOST|INIT_CWD|DATABASE_URL|TEMPORAL_ADDRESS|S3_\w+|FACET_(?!CACHE$)\w+)$/;

/** Runs the start with these arguments, and `--json`. */
export function startFacet(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Started {
  const kept = Object.entries(process.env).filter(([name]) => !replaced.test(name));
  const child = spawn(process.execPath, [program, '--json', ...args], {
    env: { ...Object.fromEntries(kept), FACET_DEVICE: 'cpu', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const events: Event[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (process.env['FACET_TEST_LOG']) console.error(line);
    events.push(JSON.parse(line) as Event);
  });
  const errors: string[] = [];
  child.stderr.on('data', (data) => errors.push(String(data)));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return {
    child,
    events,
    ended,
    async event(matches) {
      for (;;) {
        const found = events.find(matches);
        if (found) return found;
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The start ended before. ${JSON.stringify(events.slice(-20), null, 1)}${errors.join('')}`);
        await delay(20);
      }
    },
  };
}

/** The message of the error that a start ends with. */
export async function failure(started: Started): Promise<string> {
  if ((await started.ended) !== 1) throw new Error(`It ended with ${started.child.exitCode}.`);
  return ((await started.event((event) => 'error' in event))['error'] as { message: string }).message;
}

/** All processes below this one, whatever group they are in. */
export function descendants(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found: number[] = [];
  for (let parents = [pid]; parents.length > 0;) {
    parents = rows.filter((row) => parents.includes(row[1]!)).map((row) => row[0]!);
    found.push(...parents);
  }
  return found;
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
