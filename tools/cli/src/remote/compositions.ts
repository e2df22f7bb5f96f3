import { cancelComposition, followComposition, getComposition, type Composition } from '@facet/client';
import { savePictures, type SavedPictures } from '../actions/save-pictures.ts';
import { fetchFile } from './fetch-file.ts';
import type { Remote } from './remote.ts';
import { showRun, type Shown } from './show-run.ts';

/**
 * Shows a composition's progress until it is finished; Ctrl-C cancels it.
 * @throws CliError `interrupted`, ClientError; see `showRun`
 */
export function showComposition(remote: Remote, id: string): Promise<Composition> {
  return showRun(remote.context, { ...progressOf(remote, id), cancel: () => cancelComposition(remote, id) });
}

/** The same, except that Ctrl-C ends the watching alone. */
export function watchComposition(remote: Remote, id: string): Promise<Composition> {
  return showRun(remote.context, progressOf(remote, id));
}

const progressOf = (remote: Remote, id: string): Shown<Composition> => ({
  label: 'Composing',
  unit: 'pictures',
  states: () => followComposition(remote, id),
});

/** Fetches the pictures of a composition into a folder: `seed-<n>.png`, as the service wrote them, and a contact sheet. */
export async function saveComposition(
  remote: Remote,
  id: string,
  folder: string,
  title: string,
): Promise<SavedPictures> {
  return savePictures(folder, title, await composedPictures(remote, id));
}

/** The pictures of a composition, as the service wrote them. */
export async function composedPictures(remote: Remote, id: string): Promise<{ seed: number; png: Buffer }[]> {
  const { outputs } = await getComposition(remote, id);
  const pictures = [];
  for (const { seed, file } of outputs) if (file) pictures.push({ seed, png: await fetchFile(remote, file.url) });
  return pictures;
}
