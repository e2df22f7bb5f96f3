import { PictureError } from './errors.ts';

/** Media types of pictures that are taken. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

type Signature = readonly [name: string, offset: number, bytes: string];

/** How the files of a format begin; the text stands for one byte a character (Latin-1). */
const TAKEN: readonly (readonly [PictureType, ...Signature])[] = [
  ['image/jpeg', 'JPEG', 0, '\xff\xd8\xff'],
  ['image/png', 'PNG', 0, '\x89PNG\r\n\x1a\n'],
  ['image/webp', 'WebP', 8, 'WEBP'],
];

/** Only for messages: people are told what their file is, not just what it is not. */
const OTHERS: readonly Signature[] = [
  ['a GIF', 0, 'GIF8'],
  ['a TIFF', 0, 'II*\0'],
  ['a TIFF', 0, 'MM\0*'],
  ['a HEIC or AVIF picture', 4, 'ftyp'],
  ['a BMP', 0, 'BM'],
  ['a PDF', 0, '%PDF'],
  ['a ZIP archive', 0, 'PK\x03\x04'],
  ['an SVG or another text in XML', 0, '<'],
  ['a JPEG XL picture', 0, '\xff\x0a'],
];

/**
 * What the bytes are, whatever the name or the declared type says.
 * @throws PictureError `empty`, `unsupported-format`
 */
export function pictureType(bytes: Uint8Array): PictureType {
  if (bytes.length === 0) throw new PictureError('empty', 'The file is empty; choose a JPEG, PNG or WebP.');
  const start = Buffer.from(bytes.subarray(0, 16)).toString('latin1');
  const taken = TAKEN.find(([, , offset, text]) => start.startsWith(text, offset));
  if (taken && (taken[0] !== 'image/webp' || start.startsWith('RIFF'))) return taken[0];
  const other = OTHERS.find(([, offset, text]) => start.startsWith(text, offset));
  const [name] = other ?? ['not a picture that is known here'];
  throw new PictureError('unsupported-format', `The file is ${name}; save it as JPEG, PNG or WebP.`);
}
