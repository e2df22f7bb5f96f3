import type { StartInversionMutationVariables } from '@facet/client';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CliError } from '../errors.ts';
import { writeOutput } from '../paths.ts';

/** What `remote.json` in the folder of an inversion keeps, so that `--resume` finds it whatever happened before. */
export interface RemoteRunRecord {
  readonly formatVersion: 1;
  readonly url: string;
  /** SHA-256 of the picture's file. */
  readonly imageHash?: string;
  /** As the inversion is or was asked for; its `clientMutationKey` makes asking twice the same as once. */
  readonly start: StartInversionMutationVariables;
  /** Once the service has answered. */
  readonly inversionId?: string;
}

const pathOf = (folder: string): string => join(folder, 'remote.json');

export function writeRunRecord(folder: string, record: RemoteRunRecord): Promise<void> {
  return writeOutput(pathOf(folder), `${JSON.stringify(record, undefined, 2)}\n`);
}

/** Undefined for a folder without one. @throws CliError `bad-input` for what is no record, or one of another service */
export async function readRunRecord(folder: string, url: string): Promise<RemoteRunRecord | undefined> {
  const path = pathOf(folder);
  if (!existsSync(path)) return undefined;
  let record: RemoteRunRecord;
  try {
    record = JSON.parse(await readFile(path, 'utf8')) as RemoteRunRecord;
  } catch (cause) {
    throw new CliError('bad-input', `${path} cannot be read: ${(cause as Error).message}. Choose another folder.`, {
      cause,
    });
  }
  if (record.formatVersion !== 1) throw new CliError('bad-input', `${path} is of a version not known here.`);
  if (record.url !== url) throw new CliError('bad-input', `${folder} belongs to ${record.url}, and you use ${url}.`);
  return record;
}
