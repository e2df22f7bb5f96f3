import pLimit from 'p-limit';
import sharp from 'sharp';
import { PictureError } from './errors.ts';

/** At most 200 MB each while they are decoded; see `MAX_PIXELS`. */
const AT_ONCE = 2;
/** Waiting pictures are held as files, 20 MB each at most. */
const MAX_WAITING = 16;

/** No two requests have the same picture, so that sharp's cache of opened files would only hold memory. */
sharp.cache(false);

const limit = pLimit(AT_ONCE);

/**
 * Runs few decodings at once in this process, however many uploads end together.
 * @throws PictureError `busy` when too many wait already
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (limit.pendingCount >= MAX_WAITING) {
    throw new PictureError('busy', `${MAX_WAITING} pictures are waiting to be read; try again in a moment.`);
  }
  return limit(work);
}
