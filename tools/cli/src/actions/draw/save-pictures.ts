import { join } from 'node:path';
import { writeOutput } from '../../paths.ts';
import { contactSheet, type SheetPicture } from '@facet/drawings';
import type { DrawnPicture } from './draw.ts';

export interface SavedPictures {
  readonly files: readonly { readonly seed: number; readonly path: string }[];
  readonly contactSheet: string;
}

/** Writes `seed-<n>.png` for each picture, and `contact-sheet.png` with the references (if any) before the results. */
export async function savePictures(
  folder: string,
  title: string,
  pictures: readonly Pick<DrawnPicture, 'seed' | 'png'>[],
  references: readonly SheetPicture[] = [],
): Promise<SavedPictures> {
  const files = [];
  for (const { seed, png } of pictures) {
    const path = join(folder, `seed-${seed}.png`);
    await writeOutput(path, png);
    files.push({ seed, path });
  }
  const results = pictures.map(({ seed, png }) => ({ bytes: png, title: `seed ${seed}`, lines: [] }));
  const rows = [
    ...(references.length === 0 ? [] : [{ heading: 'From', pictures: references }]),
    { heading: references.length === 0 ? '' : 'Composed', pictures: results },
  ];
  const sheet = join(folder, 'contact-sheet.png');
  await writeOutput(sheet, await contactSheet({ title, rows }));
  return { files, contactSheet: sheet };
}
