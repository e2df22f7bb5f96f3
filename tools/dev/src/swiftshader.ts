import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * SwiftShader, a Vulkan driver that computes on the CPU: with it the WebGPU provider of ONNX Runtime runs without a graphics
 * card, about a thousand times slower than the CPU provider but through the same code as on a card. Chromium and Chrome
 * bring it along, with the Vulkan loader.
 */
const files = ['libvk_swiftshader.so', 'libvulkan.so.1', 'vk_swiftshader_icd.json'] as const;

/** Where Chromium (Debian, Fedora) and Chrome keep these files. */
const installedIn = ['/usr/lib/chromium', '/usr/lib64/chromium-browser', '/opt/google/chrome'];

/** Debian's package that holds the files. */
const debianPackage = 'chromium-common';

/** Why SwiftShader cannot be had here, and what would help. */
export class SwiftShaderError extends Error {}

export interface SwiftShaderEnvironment {
  VK_ICD_FILENAMES: string;
  LD_LIBRARY_PATH: string;
}

/**
 * The environment variables under which a new process finds SwiftShader as its Vulkan driver (they must be set before it
 * starts). Takes an installed browser's files, or those that an earlier call left in the cache folder, or downloads
 * Debian's package with apt-get and unpacks the three files (6 MB) into the cache. That needs no root, installs nothing
 * and writes nothing outside the cache folder.
 * @param say is told what takes time
 * @throws {SwiftShaderError} when this is no Linux, or apt-get is missing or fails
 */
export function swiftShaderEnvironment(say: (line: string) => void = console.error): SwiftShaderEnvironment {
  if (process.platform !== 'linux') throw new SwiftShaderError('SwiftShader is set up here on Linux only.');
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'facet', 'swiftshader');
  const folder = [...installedIn, cache].find(isComplete) ?? download(cache, say);
  const inherited = process.env.LD_LIBRARY_PATH;
  return {
    VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'),
    LD_LIBRARY_PATH: inherited ? `${folder}:${inherited}` : folder,
  };
}

function isComplete(folder: string): boolean {
  return files.every((name) => existsSync(join(folder, name)));
}

function download(cache: string, say: (line: string) => void): string {
  mkdirSync(join(cache, '..'), { recursive: true });
  const work = mkdtempSync(`${cache}-`);
  try {
    say(
      `[facet] Downloading Debian's ${debianPackage} (32 MB) for its software Vulkan driver, once, into ${cache} ...`,
    );
    fetchPackage(work);
    const archive = readdirSync(work).find((name) => name.endsWith('.deb'));
    if (!archive) throw new SwiftShaderError(`apt-get brought no ${debianPackage}.`);
    const unpacked = join(work, 'unpacked');
    run('dpkg-deb', ['--extract', join(work, archive), unpacked], work);
    const folder = join(unpacked, 'usr', 'lib', 'chromium');
    if (!isComplete(folder)) throw new SwiftShaderError(`${archive} does not hold ${files.join(', ')}.`);
    const ready = join(work, 'ready');
    mkdirSync(ready);
    for (const name of files) renameSync(join(folder, name), join(ready, name));
    rmSync(cache, { recursive: true, force: true });
    renameSync(ready, cache);
    return cache;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Downloads into the folder; with package lists of its own where the system has none. */
function fetchPackage(work: string): void {
  try {
    run('apt-get', ['download', debianPackage], work);
  } catch {
    for (const name of ['lists/partial', 'archives/partial']) mkdirSync(join(work, name), { recursive: true });
    const own = [`Dir::State::Lists=${work}/lists`, `Dir::Cache=${work}`, `Dir::Cache::Archives=${work}/archives`];
    const options = [...own, 'Debug::NoLocking=1', 'APT::Sandbox::User=root'].flatMap((each) => ['-o', each]);
    run('apt-get', [...options, 'update'], work);
    run('apt-get', [...options, 'download', debianPackage], work);
  }
}

function run(command: string, args: string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (result.error || result.status !== 0) {
    const why = result.error?.message ?? result.stderr.trim().split('\n').slice(-3).join(' ');
    const remedy = 'Install Chromium or Chrome, whose files are taken, or make apt-get reach a Debian mirror.';
    throw new SwiftShaderError(`${command} (${args.at(-1)}) failed: ${why}. ${remedy}`);
  }
}
