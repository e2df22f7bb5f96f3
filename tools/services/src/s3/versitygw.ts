/**
 * An S3 server for the tests: Versity's gateway over a folder (Apache 2.0). Servers that come from npm or PyPI accept any
 * V4 signature, and signed addresses are what needs testing; this one checks signatures, signed headers and expiry.
 */
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../free-port.ts';
import type { Running } from '../processes/running.ts';
import { startProcess } from '../processes/start-process.ts';

const VERSION = 'v1.8.0';
const PROGRAM = process.platform === 'win32' ? 'versitygw.exe' : 'versitygw';

/** Of every server that `startVersitygw` starts. */
export const VERSITYGW_CREDENTIALS = { accessKeyId: 'storage-tests', secretAccessKey: 'no-secret-at-all' };

/** `FACET_VERSITYGW`, the PATH, our cache folder, or built into it by Go. Throws with what to do when none is there. */
export async function findVersitygw(): Promise<string> {
  const { FACET_VERSITYGW: named, FACET_CACHE, XDG_CACHE_HOME, PATH = '' } = process.env;
  if (named) return named;
  const cache = join(FACET_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'facet'), 'versitygw', VERSION);
  for (const path of [...PATH.split(delimiter), cache].map((folder) => join(folder, PROGRAM))) {
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (isThere) return path;
  }
  return build(cache);
}

async function build(cache: string): Promise<string> {
  await mkdir(join(cache, '..'), { recursive: true });
  const work = await mkdtemp(`${cache}-`);
  process.stderr.write(`[storage] Building the S3 server of the tests (versitygw ${VERSION}) with Go, once ...\n`);
  try {
    await promisify(execFile)(
      'go',
      ['install', '-ldflags=-s -w', `github.com/versity/versitygw/cmd/versitygw@${VERSION}`],
      {
        // Outside of every Go module, whose settings would count.
        cwd: work,
        env: { ...process.env, CGO_ENABLED: '0', GOBIN: work },
      },
    );
    // Two test runs may build at once; whoever is second finds the folder there.
    await rename(work, cache).catch(() => undefined);
  } catch (cause) {
    throw new Error(
      'The S3 tests need versitygw: install Go 1.25 or newer, or put a versitygw program on the PATH or into ' +
        `FACET_VERSITYGW (https://github.com/versity/versitygw/releases). ${(cause as Error).message}`,
      { cause },
    );
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return join(cache, PROGRAM);
}

export interface Versitygw {
  readonly endpoint: string;
  stop(): Promise<void>;
  /** On the same port, with the same objects. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Starts the server on a free port of the loopback address, with empty buckets of the given names. */
export async function startVersitygw(buckets: readonly string[]): Promise<Versitygw> {
  const program = await findVersitygw();
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const folder = await mkdtemp(join(tmpdir(), 'facet-s3-'));
  for (const bucket of buckets) await mkdir(join(folder, 'data', bucket), { recursive: true });
  await mkdir(join(folder, 'attributes'));
  let running: Running | undefined;

  const start = async (): Promise<void> => {
    const { accessKeyId, secretAccessKey } = VERSITYGW_CREDENTIALS;
    const address = ['--port', `127.0.0.1:${port}`, '--access', accessKeyId, '--secret', secretAccessKey];
    // Attributes in a folder of their own: not every file system of a test machine has extended ones.
    const storage = ['posix', '--sidecar', join(folder, 'attributes'), join(folder, 'data')];
    running = await startProcess({
      name: 'versitygw',
      command: program,
      args: [...address, '--quiet', '--health', '/health', ...storage],
      health: `${endpoint}/health`,
      // It would wait for its clients' connections.
      stopWithinMs: 100,
    });
  };

  const stop = async (): Promise<void> => running?.stop();

  await start();
  return {
    endpoint,
    start,
    stop,
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
