import { StorageError } from './errors.ts';

/** SigV4's own limit for signed addresses; kept for both stores. */
const MAX_EXPIRY_SECONDS = 7 * 24 * 60 * 60;
/** S3's own limit for one page. */
const MAX_PAGE = 1000;

function assertRange(what: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new StorageError('misconfigured', `${what} is ${value}; give a whole number from ${min} to ${max}.`);
}

export const assertExpiry = (seconds: number): void =>
  assertRange('The life of a signed address in seconds', seconds, 1, MAX_EXPIRY_SECONDS);

export const assertPageLimit = (limit: number): void =>
  assertRange('The number of objects in a page', limit, 1, MAX_PAGE);

export const assertSize = (bytes: number): void =>
  assertRange('The size of an upload in bytes', bytes, 0, Number.MAX_SAFE_INTEGER);
