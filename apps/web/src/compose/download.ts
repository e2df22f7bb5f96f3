'use client';
import { isNoAnswer } from '../graphql/is-no-answer.ts';
import type { PictureMetadata } from '../graphql/schema.ts';
import { useAsk } from '../graphql/use-action.ts';
import { texts } from '../texts/texts.ts';
import { toast } from '../ui/toast.ts';
import { ExportOutputDocument } from './compose.graphql.ts';

/** How much of itself a picture takes along. */
export const METADATA = ['RECIPE', 'RECIPE_WITH_TOKENS', 'NONE'] as const satisfies readonly PictureMetadata[];

/** Saves a picture as a file, with as much about itself as is wanted. */
export function useDownload(): (outputId: string, metadata: PictureMetadata) => void {
  const ask = useAsk();
  const save = async (id: string, metadata: PictureMetadata): Promise<void> => {
    const outcome = await ask(ExportOutputDocument, { id, metadata });
    if (!outcome.ok) throw new Error(outcome.message);
    const [made] = outcome.data.files;
    await saveFile(made!.file.url, made!.name);
  };
  return (id, metadata) =>
    void save(id, metadata).catch((error: unknown) =>
      toast(texts.compose.notSaved, isNoAnswer(error) ? texts.refusals.unreachable() : (error as Error).message),
    );
}

/** The storage is another origin, where a link's `download` would open the file in place of the page. */
async function saveFile(url: string, name: string): Promise<void> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(texts.compose.fileGone);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
