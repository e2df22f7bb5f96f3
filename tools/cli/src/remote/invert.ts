import type { StepLosses } from '@facet/base';
import { join } from 'node:path';
import { drawLossCurve } from '../actions/invert-drawings.ts';
import { ensureDirectory } from '../paths.ts';
import { RunFolder } from '../run-folder.ts';
import type { Remote } from './client.ts';
import { download, downloadTo } from './download.ts';
import { accepted, RemoteError } from './errors.ts';
import { followRun, type Following } from './follow.ts';
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

/** The inversion as it is. */
export async function getInversion(remote: Remote, id: string): Promise<InversionFieldsFragment> {
  return inversionWithFiles(remote, id);
}

/**
 * Shows an inversion's progress until it is finished; Ctrl-C cancels it.
 * @throws CliError `interrupted`, RemoteError; see `followRun`
 */
export function followInversion(
  remote: Remote,
  inversion: Pick<InversionFieldsFragment, 'id' | 'name'>,
  resumeCommand?: string,
): Promise<InversionFieldsFragment> {
  const cancel = (): Promise<unknown> => cancelInversion(remote, inversion.id);
  return followRun(remote.context, { ...progressOf(remote, inversion), cancel, resumeCommand });
}

/** The same, except that Ctrl-C ends the watching alone. */
export async function watchInversion(remote: Remote, id: string): Promise<InversionFieldsFragment> {
  return followRun(remote.context, progressOf(remote, await getInversion(remote, id)));
}

const progressOf = (
  remote: Remote,
  { id, name }: Pick<InversionFieldsFragment, 'id' | 'name'>,
): Following<InversionFieldsFragment> => ({
  label: `Inverting ${name}`,
  states: async function* () {
    for await (const event of remote.subscribe(InversionProgressDocument, { id })) yield event.inversionProgress;
  },
  details: ({ losses }) => (losses ? { loss: losses.total } : {}),
});

const inversionWithFiles = async (remote: Remote, id: string) =>
  accepted((await remote.run(InversionFilesDocument, { id })).inversion);

/** What `saveInversion` leaves in its folder. */
export interface SavedInversion {
  readonly tokens: string;
  readonly lossCurve: string;
  readonly losses: readonly StepLosses[];
}

/**
 * Fetches the files of a finished inversion into a folder, under the names that `facet invert` gives them, so that the
 * other commands find the tokens there. @throws RemoteError `wrong-state` for an inversion without tokens yet
 */
export async function saveInversion(remote: Remote, id: string, path: string): Promise<SavedInversion> {
  const inversion = await inversionWithFiles(remote, id);
  const { name, method, tokenFile, lossCurve, preview, image } = inversion;
  if (!tokenFile || !lossCurve)
    throw new RemoteError('wrong-state', `${name} has no tokens; it is ${inversion.status.toLowerCase()}.`);
  const folder = new RunFolder(await ensureDirectory(path));
  if (image?.file) await downloadTo(remote, image.file.url, folder.reference);
  if (preview) await downloadTo(remote, preview.url, join(path, 'preview.png'));
  const losses = JSON.parse((await download(remote, lossCurve.url)).toString()) as StepLosses[];
  folder.writeLosses(losses);
  await drawLossCurve(folder, { imageName: name, method }, losses);
  // Last, because a folder with tokens is one of a finished run.
  await downloadTo(remote, tokenFile.url, folder.tokens);
  return { tokens: folder.tokens, lossCurve: folder.lossCurvePng, losses };
}
