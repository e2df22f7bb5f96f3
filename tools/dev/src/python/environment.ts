import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheRoot } from '@facet/services';

const INTERPRETERS = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];
const OLDEST_MINOR = 10;

/**
 * The folder of programs of a virtual environment with what a requirements file pins, made where it is missing: once for this
 * user, since PyTorch is gigabytes. Throws an Error that says what is missing.
 */
export function pythonEnvironment(requirements: string): string {
  const { command, version } = interpreter();
  const key = createHash('sha256').update(readFileSync(requirements)).update(version).digest('hex').slice(0, 12);
  const folder = join(cacheRoot(), `python-${key}`);
  const programs = join(folder, 'bin');
  const finished = join(folder, 'finished');
  if (existsSync(finished)) return programs;
  console.log(`[facet] Installing ${requirements} for Python ${version}, once for this user; it takes minutes ...`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(cacheRoot(), { recursive: true });
  mustRun(command, ['-m', 'venv', folder]);
  const quiet = ['--quiet', '--disable-pip-version-check', '--no-cache-dir'];
  mustRun(join(programs, 'python'), ['-m', 'pip', 'install', ...quiet, '--requirement', requirements]);
  writeFileSync(finished, '');
  return programs;
}

function interpreter(): { command: string; version: string } {
  for (const command of INTERPRETERS) {
    const { status, stdout } = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    if (status !== 0) continue;
    const version = stdout.trim();
    const [major, minor = 0] = version.split('.').map(Number);
    if (major === 3 && minor >= OLDEST_MINOR) return { command, version };
  }
  throw new Error(
    `The tests of the Python packages need Python 3.${OLDEST_MINOR} or newer, with venv; none was found.`,
  );
}

function mustRun(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}.`);
}
