import { getInversion, listTokens, resumeInversion, startInversion, type Inversion } from '@facet/client';
import { loadTokenFile } from '@facet/inversion';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { invertResult, shellWord } from '../actions/invert/invert-result.ts';
import { CliError } from '../errors.ts';
import type { Result } from '../report/reporter.ts';
import { RunFolder } from '../run-folder.ts';
import { saveInversion, showInversion } from './inversions.ts';
import { findModelId, libraryFor } from './named.ts';
import { uploadPictureFile } from './picture-file.ts';
import type { Remote } from './remote.ts';
import { readRunRecord, writeRunRecord, type RemoteRunRecord } from './run-record.ts';

export interface RemoteInvertFlags {
  /** Default: that of the model. */
  readonly method?: string;
  readonly object?: string;
  readonly steps?: number;
  readonly seed?: number;
  readonly name?: string;
  readonly library: string;
  readonly model?: string;
  readonly resume?: boolean;
  readonly detach?: boolean;
}

/**
 * Inverts a picture in the service, or goes on with the inversion that the folder names, and leaves the files there.
 * @throws CliError `usage` when the folder already holds a run and it is not to be resumed, `interrupted` after Ctrl-C
 */
export async function invertRemotely(
  remote: Remote,
  image: string,
  folder: string,
  flags: RemoteInvertFlags,
): Promise<Result> {
  const earlier = await readRunRecord(folder, remote.url);
  refuseToOverwrite(folder, earlier, flags.resume ?? false);
  await refuseAnotherPicture(folder, earlier, image);
  const record = earlier ?? (await newRecord(remote, image, flags));
  await writeRunRecord(folder, record);
  const inversion =
    record.inversionId === undefined
      ? await startInversion(remote, record.start)
      : await goOn(remote, record.inversionId);
  await writeRunRecord(folder, { ...record, inversionId: inversion.id });
  const { id } = inversion;
  const resumeCommand = `npm run facet -- remote invert ${shellWord(image)} --out ${shellWord(folder)} --resume`;
  if (flags.detach)
    return {
      lines: [`Inversion ${id} is queued. Wait for it and fetch its files with:`, `  ${resumeCommand}`],
      data: { command: 'remote invert', id, folder, status: inversion.status },
    };
  await showInversion(remote, inversion, resumeCommand);
  return savedResult(remote, inversion, folder);
}

function refuseToOverwrite(folder: string, earlier: RemoteRunRecord | undefined, resume: boolean): void {
  if (new RunFolder(folder).isFinished) {
    const message = `${folder} already holds the tokens of a finished run. Choose another folder with --out, or remove that one.`;
    throw new CliError('usage', message);
  }
  if (earlier && !resume) {
    const message = `${folder} belongs to a run of ${earlier.url}. Go on with it by --resume, choose another folder with --out, or remove that one.`;
    throw new CliError('usage', message);
  }
}

/** A picture that is not there any more is not needed, for the service has it. */
async function refuseAnotherPicture(
  folder: string,
  earlier: RemoteRunRecord | undefined,
  image: string,
): Promise<void> {
  if (earlier?.imageHash === undefined || !existsSync(image) || earlier.imageHash === (await hashOf(image))) return;
  throw new CliError(
    'usage',
    `${folder} holds a run of another picture, ${earlier.start.name}, and ${image} is not that one. Give that picture, or choose another folder with --out.`,
  );
}

const hashOf = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

/** Uploads the picture and looks up what the flags name. Nothing is asked for yet, so that a crash leaves no run unseen. */
async function newRecord(remote: Remote, path: string, flags: RemoteInvertFlags): Promise<RemoteRunRecord> {
  const { method, object: objectWord, steps, seed, model } = flags;
  const modelId = model === undefined ? undefined : await findModelId(remote, model);
  const libraryId = await libraryFor(remote, flags.library);
  const image = await uploadPictureFile(remote, path);
  const name = flags.name ?? image.name;
  const clientMutationKey = randomUUID();
  const start = { imageId: image.id, libraryId, name, modelId, method, objectWord, steps, seed, clientMutationKey };
  return { formatVersion: 1, url: remote.url, imageHash: await hashOf(path), start };
}

/** The inversion, queued again where it was cancelled or has failed. */
async function goOn(remote: Remote, id: string): Promise<Inversion> {
  const inversion = await getInversion(remote, id);
  const isStopped = inversion.status === 'CANCELLED' || inversion.status === 'FAILED';
  return isStopped ? resumeInversion(remote, id) : inversion;
}

/** Fetches the files of a finished inversion, and says what they and its tokens are. */
export async function savedResult(remote: Remote, { id }: Pick<Inversion, 'id'>, path: string): Promise<Result> {
  const { tokens, losses, assessment } = await saveInversion(remote, id, path);
  const { nodes } = await listTokens(remote, { inversionId: id }).take();
  const set = await loadTokenFile(tokens);
  const { lines, data } = invertResult(
    { folder: new RunFolder(path), tokens: set, losses: losses.at(-1), assessment },
    'remote compose',
  );
  const named = nodes.map((token) => ({ id: token.id, name: token.name, attribute: token.attribute }));
  return { lines, data: { ...data, command: 'remote invert', id, status: 'FINISHED', libraryTokens: named } };
}
