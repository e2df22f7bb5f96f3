import type { StepLosses } from '@facet/inversion';
import { RunFolder } from '../run-folder.ts';
import { drawLossCurve } from '../actions/invert-drawings.ts';
import { join } from 'node:path';
import type { Remote } from './client.ts';
import { download, downloadTo } from './download.ts';
import { accepted, RemoteError } from './errors.ts';
import { followRun } from './follow.ts';
import {
  CancelInversionDocument,
  InversionFilesDocument,
  InversionProgressDocument,
  ResumeInversionDocument,
  StartInversionDocument,
  type InversionFieldsFragment,
  type StartInversionMutationVariables,
} from './operations.ts';

/** Queues an inversion. With a `clientMutationKey` that was used before it is the one that was started then. */
export async function startInversion(
  remote: Remote,
  input: StartInversionMutationVariables,
): Promise<InversionFieldsFragment> {
  return accepted((await remote.run(StartInversionDocument, input)).startInversion);
}

/** Queues a cancelled or failed inversion again, from its last checkpoint. */
export async function resumeInversion(remote: Remote, id: string): Promise<InversionFieldsFragment> {
  return accepted((await remote.run(ResumeInversionDocument, { id })).resumeInversion);
}

/** Asks the service to stop an inversion; its checkpoint stays. */
export async function cancelInversion(remote: Remote, id: string): Promise<InversionFieldsFragment> {
  return accepted((await remote.run(CancelInversionDocument, { id })).cancelInversion);
}

/**
 * Shows an inversion's progress until it is finished; Ctrl-C cancels it.
 * @throws CliError `interrupted`, RemoteError; see `followRun`
 */
export function followInversion(
  remote: Remote,
  { id, name }: Pick<InversionFieldsFragment, 'id' | 'name'>,
  resumeCommand?: string,
): Promise<InversionFieldsFragment> {
  return followRun<InversionFieldsFragment>(remote.context, {
    label: `Inverting ${name}`,
    states: async function* () {
      for await (const event of remote.subscribe(InversionProgressDocument, { id })) yield event.inversionProgress;
    },
    cancel: () => cancelInversion(remote, id),
    details: ({ losses }) => (losses ? { loss: losses.total } : {}),
    resumeCommand,
  });
}

/** What `saveInversion` leaves in its folder. */
export interface SavedInversion {
  readonly tokens: string;
  readonly lossCurve: string;
  readonly preview: string | undefined;
  readonly objectWord: string | null;
}

/**
 * Fetches the files of a finished inversion into a folder, under the names that `facet invert` gives them, so that the
 * other commands find the tokens there. @throws RemoteError `wrong-state` for an inversion without tokens yet
 */
export async function saveInversion(remote: Remote, id: string, path: string): Promise<SavedInversion> {
  const inversion = accepted((await remote.run(InversionFilesDocument, { id })).inversion);
  const { name, method, tokenFile, lossCurve, preview, image } = inversion;
  if (!tokenFile || !lossCurve)
    throw new RemoteError('wrong-state', `${name} has no tokens; it is ${inversion.status.toLowerCase()}.`);
  const folder = new RunFolder(path);
  await downloadTo(remote, tokenFile.url, folder.tokens);
  if (image?.file) await downloadTo(remote, image.file.url, folder.reference);
  const previewFile = preview ? join(path, 'preview.png') : undefined;
  if (preview && previewFile !== undefined) await downloadTo(remote, preview.url, previewFile);
  const losses = JSON.parse((await download(remote, lossCurve.url)).toString()) as StepLosses[];
  folder.writeLosses(losses);
  await drawLossCurve(folder, { imageName: name, method }, losses);
  return {
    tokens: folder.tokens,
    lossCurve: folder.lossCurvePng,
    preview: previewFile,
    objectWord: inversion.objectWord,
  };
}
