import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** What must be known to compare two results. */
export interface Environment {
  readonly date: string;
  /** The commit, with `+` when files differ from it. */
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly node: string;
}

export const ROOT = join(import.meta.dirname, '../../..');

function git(...args: string[]): string {
  return spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).stdout?.trim() ?? '';
}

/** The version of a dependency that a project of the workspace pins. */
export function pinnedVersion(project: string, dependency: string): string {
  const manifest = readFileSync(join(ROOT, project, 'package.json'), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(manifest) as Record<string, Record<string, string> | undefined>;
  return { ...dependencies, ...devDependencies }[dependency] ?? 'unknown';
}

export function describeEnvironment(): Environment {
  const changed = git('status', '--porcelain', '--untracked-files=no');
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short=12', 'HEAD') || 'unknown'}${changed === '' ? '' : '+'}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
  };
}
