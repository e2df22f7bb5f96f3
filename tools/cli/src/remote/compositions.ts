import { cancelComposition, exportOutputs, followComposition, getComposition, type Composition } from '@facet/client';
import { savePictures, type SavedPictures } from '../actions/draw/save-pictures.ts';
import { fetchFile } from './fetch-file.ts';
import type { PictureMetadata } from './picture-metadata.ts';
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
  metadata?: PictureMetadata,
): Promise<SavedPictures> {
  return savePictures(folder, title, await composedPictures(remote, id, metadata));
}

/** The pictures of a composition, in the order of their seeds. */
export async function composedPictures(
  remote: Remote,
  id: string,
  metadata: PictureMetadata = 'recipe',
): Promise<{ seed: number; png: Buffer }[]> {
  const pictures = [];
  for (const { seed, url } of await addressesOf(remote, id, metadata))
    pictures.push({ seed, png: await fetchFile(remote, url) });
  return pictures;
}

async function addressesOf(remote: Remote, id: string, metadata: PictureMetadata) {
  const { outputs } = await getComposition(remote, id);
  // As they are stored, which whoever may see them may have.
  if (metadata === 'recipe') return outputs.flatMap(({ seed, file }) => (file ? [{ seed, url: file.url }] : []));
  const outputIds = outputs.map((output) => output.id);
  const { files } = await exportOutputs(remote, { outputIds, metadata: METADATA[metadata] });
  return files.map(({ output, file }) => ({ seed: output.seed, url: file.url }));
}

const METADATA = { 'recipe-with-tokens': 'RECIPE_WITH_TOKENS', none: 'NONE' } as const;
