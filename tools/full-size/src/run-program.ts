import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What a process took. */
export interface Usage {
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The most that was resident; pages of files that are mapped count. */
  readonly peakBytes: number;
}

export interface Finished {
  readonly usage: Usage;
  /** The lines of its standard output that are JSON. */
  readonly said: readonly Record<string, unknown>[];
}

/**
 * Runs a TypeScript program in a process of its own, so that its memory is its own too.
 * @throws {Error} with what it said when it fails
 */
export async function runNode(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<Finished> {
  const folder = mkdtempSync(join(tmpdir(), 'facet-full-size-'));
  try {
    const file = join(folder, 'usage.json');
    const preload = join(import.meta.dirname, 'usage-at-exit.ts');
    const began = performance.now();
    const said = await run(process.execPath, ['--import', preload, ...args], { ...environment, FULL_SIZE_USAGE: file });
    const seconds = (performance.now() - began) / 1000;
    return { usage: { seconds, ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Usage, 'seconds'>) }, said };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws {Error} when it fails */
export async function run(
  program: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
): Promise<Record<string, unknown>[]> {
  const child = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (code !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${code}:\n${lines.join('\n')}`);
  return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as Record<string, unknown>);
}
