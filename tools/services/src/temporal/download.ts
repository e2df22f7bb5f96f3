import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StartContext } from '../processes/running.ts';
import { officialArchive, type Archive } from './release.ts';
import { executable } from './which.ts';

/** Within this the server must have answered; behind a closed network the next way is tried after it. */
const ANSWER_MS = 10_000;
/** The archive has about 70 MB. */
const WHOLE_MS = 300_000;

/**
 * Downloads the official Temporal CLI into `folder` and returns the program's path. Nothing is unpacked before the checksum is
 * right. Throws an Error that says what failed.
 */
export async function downloadTemporal(
  folder: string,
  { say, signal }: StartContext,
  archive: Archive | undefined = officialArchive(),
): Promise<string> {
  if (!archive) throw new Error(`no official download is known for ${process.platform} ${process.arch}`);
  say?.(`Downloading ${archive.url} ...`);
  const bytes = await fetchBytes(archive.url, signal);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== archive.sha256) throw new Error(`the archive has SHA-256 ${sha256} and not ${archive.sha256}`);
  const file = join(folder, 'temporal.tar.gz');
  writeFileSync(file, bytes);
  const program = executable('temporal');
  const tar = spawnSync('tar', ['-xzf', file, '-C', folder, program], { encoding: 'utf8' });
  if (tar.status !== 0) throw new Error(`tar could not unpack it: ${tar.error?.message ?? tar.stderr.trim()}`);
  return join(folder, program);
}

async function fetchBytes(url: string, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const answer = new AbortController();
  const timer = setTimeout(() => answer.abort(new Error(`no answer within ${ANSWER_MS / 1000} s`)), ANSWER_MS);
  const limits = [answer.signal, AbortSignal.timeout(WHOLE_MS), ...(signal ? [signal] : [])];
  try {
    const response = await fetch(url, { signal: AbortSignal.any(limits) });
    clearTimeout(timer);
    if (!response.ok) throw new Error(`the server answers ${response.status}`);
    return await response.bytes();
  } catch (error) {
    const { message, cause } = error as Error;
    throw new Error(`the download failed: ${cause instanceof Error ? cause.message : message}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
