import { writeOutput } from '../paths.ts';
import { fetchFrom, type Remote } from './client.ts';
import { RemoteError } from './errors.ts';

/** The bytes at a signed address. @throws RemoteError */
export async function download({ context }: Remote, url: string): Promise<Buffer> {
  const response = await fetchFrom(url, { signal: context.signal });
  if (!response.ok)
    throw new RemoteError('service-failed', `A file could not be fetched: ${response.status} ${await response.text()}`);
  return Buffer.from(await response.arrayBuffer());
}

/** Writes what is at a signed address to a file. @throws RemoteError, CliError `write-failed` */
export async function downloadTo(remote: Remote, url: string, path: string): Promise<void> {
  await writeOutput(path, await download(remote, url));
}
