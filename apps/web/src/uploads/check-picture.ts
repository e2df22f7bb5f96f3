import { fileSize } from '../texts/format.ts';
import { texts } from '../texts/texts.ts';

/** What the API takes (docs/api.md). It checks again; here it is said before anything is sent. */
const TYPES = ['image/png', 'image/jpeg', 'image/webp'];
const MAX_BYTES = 20_000_000;
const MAX_PIXELS = 25_000_000;

export const ACCEPT = TYPES.join(',');

/** Why a file is not sent, with what to do; undefined for one that may be. */
export async function objectionTo(file: File): Promise<string | undefined> {
  const { name, size } = file;
  const t = texts.upload;
  if (!TYPES.includes(file.type)) return t.wrongType(name);
  if (size > MAX_BYTES) return t.tooLarge(name, fileSize(size));
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return t.unreadable(name);
  const pixels = bitmap.width * bitmap.height;
  bitmap.close();
  return pixels > MAX_PIXELS ? t.tooManyPixels(name, (pixels / 1e6).toFixed(1)) : undefined;
}
