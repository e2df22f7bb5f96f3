import { inflateSync } from 'node:zlib';
import { PictureError } from './errors.ts';

/** Real profiles of printers have up to 3 MB. */
const MAX_PROFILE_BYTES = 4_000_000;
const SIGNATURE_BYTES = 8;
/** Length, type and checksum around a chunk's data. */
const FRAME_BYTES = 12;

/** Encoders write some hundred; those of the largest file with pieces of 1 kB are 20,000. */
const MAX_CHUNKS = 50_000;

/** All that pixels, colours and orientation follow from. */
const NEEDED: ReadonlySet<string> = new Set(['IHDR', 'PLTE', 'tRNS', 'iCCP', 'eXIf', 'IDAT', 'IEND']);
/** All that a picture written here consists of. */
const PIXELS_ONLY: ReadonlySet<string> = new Set(['IHDR', 'IDAT', 'IEND']);

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  /** With its frame. */
  readonly whole: Uint8Array;
}

/** Chunks up to IEND (PNG specification, third edition, 5.3); what follows IEND is not looked at. */
function* chunks(bytes: Uint8Array): Generator<Chunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let type = '';
  let count = 0;
  for (let at = SIGNATURE_BYTES; type !== 'IEND';) {
    if (++count > MAX_CHUNKS) {
      throw new PictureError(
        'too-slow',
        `The PNG is in more than ${MAX_CHUNKS} pieces, which would take long to read; save it again.`,
      );
    }
    const dataBytes = at + FRAME_BYTES <= bytes.length ? view.getUint32(at) : Infinity;
    const end = at + FRAME_BYTES + dataBytes;
    if (end > bytes.length) throw new PictureError('corrupt', 'The PNG is cut off; copy it again.');
    type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, data: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) };
    at = end;
  }
}

export interface PngToDecode {
  readonly width: number;
  readonly height: number;
  /** The same picture without the chunks that no pixel depends on, and without what was behind its end. */
  readonly bytes: Uint8Array;
}

/**
 * Reads a PNG's frame without unpacking anything but one colour profile, and that to a limit: text chunks and profiles
 * are compressed, and a decoder would unpack megabytes of a single letter out of a small file.
 *
 * @throws PictureError `corrupt`, `animated`, `profile-too-large`, `too-slow`
 */
export function preparePng(bytes: Uint8Array): PngToDecode {
  const kept = [bytes.subarray(0, SIGNATURE_BYTES)];
  const seen = new Set<string>();
  let size: { width: number; height: number } | undefined;
  for (const { type, data, whole } of chunks(bytes)) {
    if (!size) {
      if (type !== 'IHDR' || data.length !== 13) throw damaged('it does not begin with its size');
      const view = new DataView(data.buffer, data.byteOffset);
      size = { width: view.getUint32(0), height: view.getUint32(4) };
    }
    if (type === 'acTL') {
      throw new PictureError(
        'animated',
        'The picture is an animated PNG (APNG); save the frame you mean as its own file.',
      );
    }
    // A capital first letter means that no decoder may pass the chunk over.
    if (!NEEDED.has(type) && /^[A-Z]/.test(type))
      throw damaged(`it needs ${JSON.stringify(type)}, which PNG does not have`);
    if (!NEEDED.has(type)) continue;
    // Of everything but data there is one (5.6); decoders pass a second one over, and are not asked to.
    if (type !== 'IDAT' && seen.has(type)) continue;
    seen.add(type);
    if (type === 'iCCP' && !isUsableProfile(data)) continue;
    kept.push(whole);
  }
  return { ...size!, bytes: Buffer.concat(kept) };
}

/** A PNG's pixels and nothing else; for pictures that were written here. */
export function pixelsOnly(png: Uint8Array): Uint8Array {
  const kept = [...chunks(png)].filter(({ type }) => PIXELS_ONLY.has(type)).map(({ whole }) => whole);
  return Buffer.concat([png.subarray(0, SIGNATURE_BYTES), ...kept]);
}

/** Unpacks the profile (11.3.2.3: name, NUL, method 0, zlib) to see how large it is. Decoders pass a broken one over. */
function isUsableProfile(data: Uint8Array): boolean {
  try {
    inflateSync(data.subarray(data.indexOf(0) + 2), { maxOutputLength: MAX_PROFILE_BYTES });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_BUFFER_TOO_LARGE') return false;
    throw new PictureError(
      'profile-too-large',
      `The picture's colour profile is larger than ${MAX_PROFILE_BYTES / 1e6} MB; convert the picture to sRGB.`,
      { cause },
    );
  }
}

const damaged = (why: string): PictureError =>
  new PictureError('corrupt', `The PNG is damaged: ${why}. Save it again.`);
