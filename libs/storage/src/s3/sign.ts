import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { create as contentDisposition } from 'content-disposition';
import { contentTypeOf } from '../keys.ts';
import { signingWindow } from '../window.ts';
import type { DownloadOptions, SignedDownload, SignedUpload } from '../types.ts';

/** A presigned PUT in which length and type are signed headers: S3 refuses a request that has others. */
export async function presignUpload(
  client: S3Client,
  bucket: string,
  key: string,
  sizeBytes: number,
  expiresInSeconds: number,
): Promise<SignedUpload> {
  const contentType = contentTypeOf(key);
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    ContentLength: sizeBytes,
    ContentType: contentType,
  });
  const signingDate = new Date();
  const url = await getSignedUrl(client, command, {
    signingDate,
    expiresIn: expiresInSeconds,
    // The signer leaves the type out unless it is told not to.
    signableHeaders: new Set(['host', 'content-type', 'content-length']),
  });
  return {
    url,
    method: 'PUT',
    headers: { 'content-type': contentType },
    expiresAt: expiry(signingDate, expiresInSeconds),
  };
}

export async function presignDownload(
  client: S3Client,
  bucket: string,
  key: string,
  { expiresInSeconds, steadySeconds, fileName, disposition = 'attachment' }: DownloadOptions,
): Promise<SignedDownload> {
  const { from, lastsSeconds } = signingWindow(expiresInSeconds, steadySeconds);
  const command = new GetObjectCommand({
    Bucket: bucket,
    Key: key,
    ResponseContentDisposition: contentDisposition(fileName.toWellFormed(), { type: disposition }),
    ResponseContentType: contentTypeOf(key),
    ResponseCacheControl: `private, max-age=${expiresInSeconds}`,
  });
  const signingDate = new Date(from * 1000);
  const url = await getSignedUrl(client, command, { signingDate, expiresIn: lastsSeconds });
  return { url, expiresAt: expiry(signingDate, lastsSeconds) };
}

/** S3 counts from the whole second that the address names. */
const expiry = (signedAt: Date, seconds: number): Date =>
  new Date((Math.floor(signedAt.getTime() / 1000) + seconds) * 1000);
