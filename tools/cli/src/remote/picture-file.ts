import { pictureType, uploadPicture, type UploadedPicture } from '@facet/client';
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { CliError } from '../errors.ts';
import type { Remote } from './remote.ts';

/**
 * Sends a picture's file; Ctrl-C ends it.
 * @throws CliError `bad-input` for a file that cannot be read or is of a kind that the service does not take; ClientError
 */
export async function uploadPictureFile(remote: Remote, path: string): Promise<UploadedPicture> {
  const body = await readUserFile(path);
  const type = await pictureType(body);
  if (!type) throw new CliError('bad-input', `${path} is not a PNG, JPEG or WebP file, which the service takes.`);
  const { signal } = remote.context;
  return uploadPicture(remote, { name: basename(path, extname(path)), body, type, signal });
}

/** @throws CliError `bad-input` */
export async function readUserFile(path: string): Promise<Blob> {
  try {
    return new Blob([await readFile(path)]);
  } catch (cause) {
    throw new CliError('bad-input', `Cannot open ${path}: ${(cause as Error).message}`, { cause });
  }
}
