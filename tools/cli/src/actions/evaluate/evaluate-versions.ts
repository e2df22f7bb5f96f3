import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const workspace = join(import.meta.dirname, '..', '..', '..', '..', '..');

/** What the figures were made with: Node, ONNX Runtime, Facet and its commit (`unknown` outside a checkout). */
export function softwareVersions(): Record<string, string> {
  return {
    node: process.versions.node,
    'onnxruntime-node': packageVersion(createRequire(import.meta.url).resolve('onnxruntime-node/package.json')),
    facet: packageVersion(join(workspace, 'package.json')),
    commit: commit(),
  };
}

const packageVersion = (path: string): string =>
  (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;

function commit(): string {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty', '--abbrev=12', '--exclude=*'], {
      cwd: workspace,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return 'unknown';
  }
}
