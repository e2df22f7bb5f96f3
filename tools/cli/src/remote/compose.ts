import { savePictures, type SavedPictures } from '../actions/save-pictures.ts';
import type { Remote } from './client.ts';
import { download } from './download.ts';
import { accepted } from './errors.ts';
import { followRun, type Following } from './follow.ts';
import {
  CancelCompositionDocument,
  ComposeImagesDocument,
  CompositionOutputsDocument,
  CompositionProgressDocument,
  type ComposeImagesMutationVariables,
  type CompositionFieldsFragment,
} from './operations.ts';

/** Queues a composition. */
export async function startComposition(
  remote: Remote,
  input: ComposeImagesMutationVariables,
): Promise<CompositionFieldsFragment> {
  return accepted((await remote.run(ComposeImagesDocument, input)).composeImages);
}

/** Asks the service to stop a composition. */
export async function cancelComposition(remote: Remote, id: string): Promise<CompositionFieldsFragment> {
  return accepted((await remote.run(CancelCompositionDocument, { id })).cancelComposition);
}

/**
 * Shows a composition's progress until it is finished; Ctrl-C cancels it.
 * @throws CliError `interrupted`, RemoteError; see `followRun`
 */
export function followComposition(
  remote: Remote,
  { id }: Pick<CompositionFieldsFragment, 'id'>,
  label = 'Composing',
): Promise<CompositionFieldsFragment> {
  return followRun(remote.context, { ...progressOf(remote, id, label), cancel: () => cancelComposition(remote, id) });
}

/** The same, except that Ctrl-C ends the watching alone. */
export function watchComposition(remote: Remote, id: string): Promise<CompositionFieldsFragment> {
  return followRun(remote.context, progressOf(remote, id, 'Composing'));
}

const progressOf = (remote: Remote, id: string, label: string): Following<CompositionFieldsFragment> => ({
  label,
  unit: 'pictures',
  states: async function* () {
    for await (const event of remote.subscribe(CompositionProgressDocument, { id })) yield event.compositionProgress;
  },
});

/** Fetches the pictures of a composition into a folder: `seed-<n>.png`, as the service wrote them, and a contact sheet. */
export async function saveComposition(
  remote: Remote,
  id: string,
  folder: string,
  title: string,
): Promise<SavedPictures> {
  const { outputs } = accepted((await remote.run(CompositionOutputsDocument, { id })).composition);
  const pictures = [];
  for (const { seed, file } of outputs) if (file) pictures.push({ seed, png: await download(remote, file.url) });
  return savePictures(folder, title, pictures);
}
