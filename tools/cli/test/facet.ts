/** Starts the real command line in a process of its own, as a user does. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoModelDirectory } from '@facet/diffusion';

const main = join(import.meta.dirname, '..', 'src', 'main.ts');

export const model = demoModelDirectory();

/** A folder for a test file's own things, and what removes it. */
export function scratch(): { folder: string; path: (...parts: string[]) => string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'facet-cli-'));
  const path = (...parts: string[]): string => join(folder, ...parts);
  return { folder, path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartOptions {
  readonly environment?: Readonly<Record<string, string>>;
  /** Ctrl-C is pressed once, when this has been written to stdout. */
  readonly interruptAt?: string;
  /** No file may grow beyond this many blocks of 512 bytes: what a full disk looks like. */
  readonly fileSizeBlocks?: number;
  /** What is piped in; otherwise there is nothing to read. */
  readonly input?: string;
}

export function facet(args: readonly string[], options: StartOptions = {}): Promise<Finished> {
  const node = [process.execPath, main, ...args];
  // dash and POSIX shells count in blocks of 512 bytes; bash does so in its POSIX mode, which `sh` is.
  const limited = ['sh', '-c', `ulimit -f ${options.fileSizeBlocks} && exec "$@"`, 'sh', ...node];
  const [command, ...rest] = options.fileSizeBlocks === undefined ? node : limited;
  const child = spawn(command!, rest, {
    env: { ...process.env, FACET_DEVICE: 'cpu', ...options.environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  // A command that ends before it reads closes the pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input);
  let stdout = '';
  let stderr = '';
  let isInterrupted = false;
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (isInterrupted || options.interruptAt === undefined || !stdout.includes(options.interruptAt)) return;
    isInterrupted = true;
    child.kill('SIGINT');
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Runs a command that must succeed: exit code 0. */
export async function succeed(args: readonly string[], options: StartOptions = {}): Promise<Finished> {
  const finished = await facet(args, options);
  if (finished.code !== 0) throw new Error(`facet ${args.join(' ')} ended with ${finished.code}: ${finished.stderr}`);
  return finished;
}

export type JsonLine = Readonly<Record<string, unknown>> & {
  readonly error?: { readonly code: string; readonly message: string; readonly remedy: string };
};

/** The last JSON line on stdout: the result, or the error. */
export function lastLine({ stdout, stderr }: Finished): JsonLine {
  const line = stdout.trimEnd().split('\n').at(-1) ?? '';
  try {
    return JSON.parse(line) as JsonLine;
  } catch {
    throw new Error(`Not JSON: ${line}\n${stderr}`);
  }
}

/** Runs a command that must fail; returns its exit code and the error. */
export async function failureOf(args: readonly string[], options: StartOptions = {}) {
  const finished = await facet([...args, '--json'], options);
  const { error } = lastLine(finished);
  if (!error) throw new Error(`Did not fail: ${finished.stdout}`);
  return { exitCode: finished.code, ...error };
}
