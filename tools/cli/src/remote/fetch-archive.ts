import { downloadStream, exportOrganization } from '@facet/client';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { writeFailed } from '../paths.ts';
import type { Remote } from './remote.ts';

/** What a file in a zip begins with. Compressed pictures have it by chance only, and what counts files is an estimate. */
const FILE_MARK = Buffer.from('PK\u0003\u0004', 'latin1');

export interface FetchedArchive {
  readonly bytes: number;
}

/**
 * Fetches all that the organisation has as one zip file, which the service makes meanwhile; Ctrl-C ends both. What is there under
 * the name is replaced when all of it has come.
 * @throws ClientError; CliError `write-failed`
 */
export async function fetchArchive(remote: Remote, path: string): Promise<FetchedArchive> {
  const { reporter, signal } = remote.context;
  const { url, files } = await exportOrganization(remote);
  const task = reporter.task({ label: 'Fetching the archive', total: files, unit: 'files' });
  const unfinished = `${path}.${process.pid}.part`;
  let [bytes, seen] = [0, 0];
  const counted = async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      bytes += chunk.length;
      for (let at = chunk.indexOf(FILE_MARK); at !== -1; at = chunk.indexOf(FILE_MARK, at + 1)) seen++;
      task.update(Math.min(seen, files), { MB: Number((bytes / 1e6).toFixed(1)) });
      yield chunk;
    }
  };
  try {
    // The DOM's type of the same streams.
    const stream = (await downloadStream(remote, url, { signal })) as ReadableStream<Uint8Array>;
    const output = createWriteStream(unfinished);
    // `pipeline` tells of it.
    output.on('error', () => undefined);
    await pipeline(Readable.fromWeb(stream), counted, output, { signal });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    signal.throwIfAborted();
    throw (error as { syscall?: string }).syscall === undefined ? error : writeFailed(path, error);
  }
  task.finish();
  return { bytes };
}
