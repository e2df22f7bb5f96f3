import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import sharp from 'sharp';
import { CliError } from '../errors.ts';
import { fetchFrom, type Remote } from './client.ts';
import { accepted, RemoteError } from './errors.ts';
import { CompleteUploadDocument, CreateUploadDocument, type PictureType } from './operations.ts';

const types: Readonly<Record<string, PictureType>> = { png: 'IMAGE_PNG', jpeg: 'IMAGE_JPEG', webp: 'IMAGE_WEBP' };

export interface UploadedPicture {
  readonly id: string;
  readonly name: string;
}

/**
 * Sends a picture's file: an upload is created, the bytes are put to its signed address, then the service checks them.
 * @throws CliError `bad-input` for a file that cannot be read or is of a kind that the service does not take; RemoteError
 */
export async function uploadPicture(remote: Remote, path: string): Promise<UploadedPicture> {
  const { bytes, type } = await readPicture(path);
  const name = basename(path, extname(path));
  const created = await remote.run(CreateUploadDocument, { name, type, bytes: bytes.length });
  const { image, url, headers } = accepted(created.createUpload);
  await putFile(remote, { url, headers }, path, bytes);
  const completed = await remote.run(CompleteUploadDocument, { imageId: image.id });
  return accepted(completed.completeUpload);
}

/** Sends a file's bytes to a signed address. @throws RemoteError */
export async function putFile(
  { context }: Remote,
  { url, headers }: { readonly url: string; readonly headers: readonly { name: string; value: string }[] },
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<void> {
  const response = await fetchFrom(url, {
    method: 'PUT',
    headers: Object.fromEntries(headers.map((header) => [header.name, header.value])),
    body: bytes,
    signal: context.signal,
  });
  if (!response.ok)
    throw new RemoteError('service-failed', `${path} could not be sent: ${response.status} ${await response.text()}`);
}

/** @throws CliError `bad-input` */
export async function readUserFile(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CliError('bad-input', `Cannot open ${path}: ${(cause as Error).message}`, { cause });
  }
}

async function readPicture(path: string): Promise<{ bytes: Uint8Array<ArrayBuffer>; type: PictureType }> {
  const bytes = await readUserFile(path);
  // Only the header is looked at here: what the picture is worth is the service's to judge.
  const format = await sharp(bytes)
    .metadata()
    .then(
      (metadata) => metadata.format,
      () => undefined,
    );
  const type = types[format ?? ''];
  if (!type) throw new CliError('bad-input', `${path} is not a PNG, JPEG or WebP file, which the service takes.`);
  return { bytes, type };
}
