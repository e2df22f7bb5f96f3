import { PictureError } from './errors.ts';

/** Encoders make 10 or so. */
const MAX_SCANS = 50;

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
/** Bytes after 0xff that stand inside of a scan: a stuffed zero, and restart markers. */
const isInsideScan = (marker: number): boolean => marker === 0 || (marker >= 0xd0 && marker <= 0xd7);

/**
 * Refuses a progressive JPEG that goes over the whole picture too often: the format allows thousands of nearly empty
 * scans, each of which costs the decoder as much as a full one. Counts scans up to the end of the picture (ITU-T T.81,
 * B.1.1) and leaves everything else about the file to the decoder.
 *
 * @throws PictureError `too-slow`
 */
export function assertFewScans(jpeg: Uint8Array): void {
  let scans = 0;
  let at = 2;
  while (at + 3 < jpeg.length) {
    const marker = jpeg[at + 1]!;
    if (jpeg[at] !== 0xff || marker === END_OF_IMAGE) return;
    if (marker === START_OF_SCAN && ++scans > MAX_SCANS) {
      throw new PictureError(
        'too-slow',
        `The JPEG has more than ${MAX_SCANS} scans, which would take long to read; save it as an ordinary JPEG.`,
      );
    }
    // 0xff may be repeated before a marker; all others are followed by their length.
    if (marker === 0xff) at++;
    else {
      at += 2 + jpeg[at + 2]! * 256 + jpeg[at + 3]!;
      if (marker === START_OF_SCAN) at = endOfScan(jpeg, at);
    }
  }
}

function endOfScan(jpeg: Uint8Array, start: number): number {
  let at = jpeg.indexOf(0xff, start);
  while (at !== -1 && isInsideScan(jpeg[at + 1] ?? 0)) at = jpeg.indexOf(0xff, at + 2);
  return at === -1 ? jpeg.length : at;
}
