import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../environment.ts';

const FOLDER = join(import.meta.dirname, '../../python');
const OWN = join(import.meta.dirname, '../../.venv');

const pythonOf = (environment: string): string =>
  process.platform === 'win32' ? join(environment, 'Scripts/python.exe') : join(environment, 'bin/python');

function run(command: string, args: readonly string[], purpose: string): void {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${purpose} failed${error ? ` (${error.message})` : ''}; see above.`);
}

/**
 * A Python that has PyTorch and diffusers: the one named by FACET_BENCH_PYTHON, the benchmark's own environment, the demo
 * model's, or else a new environment of the benchmark's own, which takes some minutes and 2 GB.
 */
export function findPython(): string {
  const named = process.env['FACET_BENCH_PYTHON'];
  const candidates = [...(named ? [named] : []), pythonOf(OWN), pythonOf(join(ROOT, 'tools/demo-model/.venv'))];
  const found = candidates.find((path) => path === named || existsSync(path));
  if (found !== undefined) return found;
  console.error('Making a Python environment with PyTorch in tools/bench/.venv (about 2 GB) ...');
  run('python3', ['-m', 'venv', OWN], 'Making the environment');
  const own = pythonOf(OWN);
  const wheels = ['--extra-index-url', 'https://download.pytorch.org/whl/cpu'];
  run(own, ['-m', 'pip', 'install', '-q', '-r', join(FOLDER, 'requirements.txt'), ...wheels], 'Installing PyTorch');
  return own;
}

/** The folder of the random model of Stable Diffusion 1.5's size; made when it is not there (4 GB of disk). */
export function sd15Directory(): string {
  return join(import.meta.dirname, '../../.cache/sd15-diffusers');
}

export function makeSd15(python: string): void {
  const directory = sd15Directory();
  if (existsSync(join(directory, 'model_index.json'))) return;
  console.error('Making a random U-Net of the size of Stable Diffusion 1.5 (4 GB) ...');
  run(python, [join(FOLDER, 'make_sd15.py'), directory], 'Making the U-Net');
}
