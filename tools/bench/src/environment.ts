import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** What must be known to compare two results. */
export interface Environment {
  readonly date: string;
  /** The commit, with `+` when files differ from it. */
  readonly commit: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly platform: string;
  readonly threads: number;
  readonly onnxruntime: string;
}

function git(...args: string[]): string {
  return spawnSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8' }).stdout?.trim() ?? '';
}

export function describeEnvironment(threads: number): Environment {
  const manifest = readFileSync(`${import.meta.dirname}/../../../libs/diffusion/package.json`, 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const changed = git('status', '--porcelain', '--untracked-files=no');
  return {
    date: new Date().toISOString(),
    commit: `${git('rev-parse', '--short=12', 'HEAD') || 'unknown'}${changed === '' ? '' : '+'}`,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    threads,
    onnxruntime: dependencies['onnxruntime-node'] ?? 'unknown',
  };
}
