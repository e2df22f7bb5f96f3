import { StorageError } from '../errors.ts';

interface ServiceError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What S3 answers when it wants the same request again, with statuses that do not say so. */
const PASSING = new Set(['RequestTimeout', 'RequestTimeTooSkewed', 'OperationAborted', 'TooManyRequests']);

/**
 * By name, because 404 is also the answer for a missing bucket. The answer to HEAD has no body and no name but `NotFound`
 * for both; that the bucket is there was seen when the store was opened.
 */
const MISSING = new Set(['NoSuchKey', 'NotFound']);

/** What an error of the AWS SDK means. No answer at all, and an answer that blames the server, are `unavailable`. */
export function translate(cause: unknown, bucket: string, key: string): StorageError {
  if (cause instanceof StorageError) return cause;
  const { name, message, $metadata } = cause as ServiceError;
  const status = $metadata?.httpStatusCode;
  if (status === undefined || status >= 500 || status === 429 || PASSING.has(name)) {
    return new StorageError(
      'unavailable',
      `The bucket ${bucket} cannot be used at the moment (${name}: ${message}); check that S3 can be reached.`,
      { cause },
    );
  }
  if (MISSING.has(name)) {
    return new StorageError('not-found', `There is no object ${key}.`, { cause });
  }
  return new StorageError(
    'misconfigured',
    `S3 refuses requests to the bucket ${bucket} (${name}, ${message}); check its name, the region, the credentials ` +
      'and what they allow.',
    { cause },
  );
}
