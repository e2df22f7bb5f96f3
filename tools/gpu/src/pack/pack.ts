import { spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { runtimeVersion } from '../runtime-version.ts';
import { UsageError } from '../usage-error.ts';
import { copyCudaLibraries } from './cuda.ts';
import { neededPackages } from './needed-packages.ts';
import { writePieces } from './pieces.ts';

const ROOT = join(import.meta.dirname, '../../../..');

/** What the archive unpacks to. */
const NAME = 'facet-gpu';

const RUN = `#!/bin/sh
# Measures Facet on this machine: see docs/gpu.md, or ./run --help.
cd "$(dirname "$0")" && exec ./node tools/gpu/src/main.ts run "$@"
`;

const USAGE = `Usage: npm run gpu -- pack --out <folder> [--cuda <wheel or folder>]
  --out <folder>     where the pieces go, of at most 60 MB each
  --cuda <path>      ONNX Runtime's CUDA libraries: the wheel onnxruntime-gpu ${runtimeVersion()} of PyPI (CUDA 13), or a folder with
                     libonnxruntime_providers_cuda.so and ..._shared.so (CUDA 12, from NuGet); without it WebGPU and CPU only`;

/**
 * Packs Node, Facet's engine with the packages that it needs, and ONNX Runtime's CUDA libraries where they are given, in pieces that
 * go through narrow doors. Models are not packed: they are made of random numbers on the other machine.
 */
export async function pack(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, cuda: { type: 'string' }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return console.log(USAGE);
  if (values.out === undefined) throw new UsageError(USAGE);
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new UsageError('What is packed is of this machine: pack on Linux x64, which CUDA needs.');
  const staging = mkdtempSync(join(tmpdir(), 'facet-pack-'));
  try {
    const target = join(staging, NAME);
    stage(target);
    if (values.cuda !== undefined) copyCudaLibraries(values.cuda, join(target, RUNTIME));
    mkdirSync(values.out, { recursive: true });
    const tar = spawn('tar', ['-czf', '-', '-C', staging, NAME], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((resolve, reject) => tar.on('error', reject).on('close', resolve));
    const pieces = await writePieces(tar.stdout, join(values.out, `${NAME}.tar.gz`));
    if ((await ended) !== 0) throw new UsageError('tar failed, see above; what it wrote is not whole.');
    console.log(
      `${pieces.length} pieces in ${values.out}. There: cat ${NAME}.tar.gz.* | tar xz && ${NAME}/run --out result.json`,
    );
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

const RUNTIME = 'node_modules/onnxruntime-node/bin/napi-v6/linux/x64';

/** The workspace as far as it is needed, laid out as it lies here, so that it runs as it does here. */
function stage(target: string): void {
  mkdirSync(join(target, 'node_modules/@facet'), { recursive: true });
  cpSync(process.execPath, join(target, 'node'));
  for (const { name, path, isOurs } of neededPackages(join(import.meta.dirname, '../..'))) {
    const place = isOurs ? relative(ROOT, path) : join('node_modules', name);
    cpSync(path, join(target, place), { recursive: true, filter: (source) => isWanted(relative(path, source)) });
    const link = join(target, 'node_modules', name);
    if (isOurs && !existsSync(link)) symlinkSync(relative(join(link, '..'), join(target, place)), link);
  }
  writeFileSync(join(target, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(target, 'run'), RUN);
  chmodSync(join(target, 'run'), 0o755);
}

/** Neither other platforms' libraries nor what only tests read; names and shapes of small models are among that. */
function isWanted(path: string): boolean {
  const isForeign = /bin\/napi-v6\/(darwin|win32|linux\/arm64)/.test(path);
  const isForTests = /(^|\/)golden\/.*\.(onnx|safetensors)$|\.test\.ts$/.test(path);
  return !isForeign && !isForTests && !/(^|\/)(node_modules|\.cache)(\/|$)|\.map$/.test(path);
}
