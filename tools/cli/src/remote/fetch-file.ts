import { download } from '@facet/client';
import { writeOutput } from '../paths.ts';
import type { Remote } from './remote.ts';

/** The bytes at a signed address; Ctrl-C ends it. @throws ClientError */
export async function fetchFile(remote: Remote, url: string): Promise<Buffer> {
  const { signal } = remote.context;
  return Buffer.from(await (await download(remote, url, { signal })).arrayBuffer());
}

/** Writes what is at a signed address to a file. @throws ClientError, CliError `write-failed` */
export async function fetchFileTo(remote: Remote, url: string, path: string): Promise<void> {
  await writeOutput(path, await fetchFile(remote, url));
}
