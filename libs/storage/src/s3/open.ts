import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { Links } from '../links/links.ts';
import type { ObjectStore } from '../types.ts';
import { translate } from './errors.ts';
import { S3Store } from './store.ts';

export interface S3Options {
  readonly bucket: string;
  readonly region: string;
  /** Of a server that is not Amazon's, such as `https://s3.example.com`. Signed uploads go there too. */
  readonly endpoint?: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`; most servers that are not Amazon's want it. */
  readonly pathStyle?: boolean;
  /** Otherwise from the environment, profile or machine role, in the order of the AWS SDK. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /**
   * Where downloads come from. `api`, the default: `fileHandler` reads the object and sends it with `nosniff`, which S3
   * cannot. `bucket`: straight from S3, for those whose bucket has an own domain that adds this header.
   */
  readonly downloads?: 'api' | 'bucket';
}

/**
 * Opens a bucket as a store.
 *
 * @param links sign the downloads that come through the API
 * @throws StorageError `misconfigured` if the bucket does not exist or may not be used, `unavailable`
 */
export async function openS3Store(options: S3Options, links: Links): Promise<ObjectStore> {
  const { bucket, region, endpoint, credentials, pathStyle = false, downloads = 'api' } = options;
  const client = new S3Client({
    region,
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials && { credentials }),
    forcePathStyle: pathStyle,
    // Trying again is the callers', who have deadlines and heartbeats.
    maxAttempts: 1,
    // Many servers do not know Amazon's newer checksums, and one signed into an upload would be that of no bytes at all.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: 5000, socketTimeout: 30_000 },
  });
  try {
    // HEAD of the bucket would be answered without a body, which leaves out what is wrong.
    await client.send(new ListObjectsV2Command({ Bucket: bucket, MaxKeys: 1 }));
  } catch (cause) {
    throw translate(cause, bucket, '');
  }
  return new S3Store(client, bucket, links, downloads === 'bucket');
}
