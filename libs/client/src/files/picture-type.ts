import type { PictureType } from '../operations/schema.ts';

const SIGNATURES: Readonly<Record<PictureType, readonly (readonly [offset: number, bytes: readonly number[]])[]>> = {
  IMAGE_PNG: [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
  IMAGE_JPEG: [[0, [0xff, 0xd8, 0xff]]],
  // RIFF, any length, WEBP.
  IMAGE_WEBP: [
    [0, [0x52, 0x49, 0x46, 0x46]],
    [8, [0x57, 0x45, 0x42, 0x50]],
  ],
};

const TYPES = Object.keys(SIGNATURES) as PictureType[];

/** What a file is by its first bytes, or undefined for none that the service takes. The rest is the service's to judge. */
export async function pictureType(file: Blob): Promise<PictureType | undefined> {
  const head = new Uint8Array(await file.slice(0, 12).arrayBuffer());
  return TYPES.find((type) =>
    SIGNATURES[type].every(([offset, bytes]) => bytes.every((byte, i) => head[offset + i] === byte)),
  );
}
