import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Answer } from './protocol.ts';

const PEAK_INTERVAL_MS = 250;

/** What a process answered, and the most that it held on a card while it ran, where `nvidia-smi` says that. */
export interface CaseAnswer<T> {
  readonly answer: T;
  readonly cardBytes: number | undefined;
}

/** Runs this program's measuring process. */
export function runMeasure(input: unknown): Promise<CaseAnswer<Answer>> {
  return runProcess<Answer>(process.execPath, [join(import.meta.dirname, 'measure.ts'), JSON.stringify(input)]);
}

/** Runs a process whose last line of output is its answer as JSON; one that ends without it has failed. */
export async function runProcess<T>(
  command: string,
  args: readonly string[],
): Promise<CaseAnswer<T | { readonly failed: string }>> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, complaints] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (complaints = (complaints + chunk.toString()).slice(-2000)));
  let cardBytes: number | undefined;
  const watch = setInterval(() => {
    const now = cardBytesOf(child.pid);
    if (now !== undefined) cardBytes = Math.max(cardBytes ?? 0, now);
  }, PEAK_INTERVAL_MS);
  const ended = await new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(signal ? `killed by ${signal}` : `exit code ${code}`));
  });
  clearInterval(watch);
  const last = output.trim().split('\n').at(-1) ?? '';
  try {
    return { answer: JSON.parse(last) as T, cardBytes };
  } catch {
    return { answer: { failed: `The process ended without an answer (${ended}). ${complaints.trim()}` }, cardBytes };
  }
}

/** Memory that a process holds on NVIDIA cards; undefined where there is none, or no `nvidia-smi`. */
function cardBytesOf(pid: number | undefined): number | undefined {
  const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
  const { stdout, status } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  const rows = stdout.split('\n').map((line) => line.split(',').map(Number));
  const own = rows.filter(([id]) => id === pid);
  return own.length === 0 ? undefined : own.reduce((sum, [, mebibytes]) => sum + (mebibytes ?? 0), 0) * 2 ** 20;
}
