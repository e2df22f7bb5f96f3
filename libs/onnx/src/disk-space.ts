import { gigabytes } from '@facet/base';
import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OnnxError } from './errors.ts';

/** Bytes that may still be written where a file or folder lies, or is going to lie. */
export function freeDiskBytes(path: string): number {
  let there = resolve(path);
  while (!existsSync(there)) there = dirname(there);
  const { bavail, bsize } = statfsSync(there);
  return bavail * bsize;
}

/** Before a file of this size is written. @throws {OnnxError} `write-failed` when the disk has no room for it */
export function requireDiskBytes(path: string, bytes: number): void {
  const free = freeDiskBytes(path);
  if (bytes <= free) return;
  const message = `${path} needs ${gigabytes(bytes)} GB of disk, and ${gigabytes(free)} are free there. Make room, or write to another disk.`;
  throw new OnnxError('write-failed', message);
}
