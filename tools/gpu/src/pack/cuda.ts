import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../usage-error.ts';

const LIBRARIES = ['libonnxruntime_providers_cuda.so', 'libonnxruntime_providers_shared.so'];

/** Puts ONNX Runtime's CUDA libraries beside the binding, out of a wheel or a folder. */
export function copyCudaLibraries(source: string, target: string): void {
  if (!existsSync(source)) throw new UsageError(`--cuda ${source}: there is no such wheel or folder.`);
  if (statSync(source).isDirectory()) return copyAll(source, target, source);
  const unpacked = mkdtempSync(join(tmpdir(), 'facet-wheel-'));
  try {
    const members = LIBRARIES.map((name) => `onnxruntime/capi/${name}`);
    const { status } = spawnSync('unzip', ['-q', source, ...members, '-d', unpacked], { stdio: ['ignore', 2, 2] });
    if (status !== 0)
      throw new UsageError(`--cuda ${source} is not the wheel onnxruntime-gpu, or unzip is not installed; see above.`);
    copyAll(join(unpacked, 'onnxruntime/capi'), target, source);
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

function copyAll(folder: string, target: string, source: string): void {
  for (const name of LIBRARIES) {
    const path = join(folder, name);
    if (!existsSync(path)) throw new UsageError(`--cuda ${source} has no ${name}.`);
    copyFileSync(path, join(target, name));
  }
}
