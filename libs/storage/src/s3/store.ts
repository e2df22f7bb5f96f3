import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import { LimitedBody, collect, readable, tooLarge } from '../bytes.ts';
import { assertKey, assertPrefix, contentTypeOf } from '../keys.ts';
import type { Links } from '../links/links.ts';
import { assertExpiry, assertPageLimit, assertSize } from '../ranges.ts';
import type {
  DownloadOptions,
  ObjectInfo,
  ObjectPage,
  ObjectStore,
  SignedDownload,
  SignedUpload,
  StoredObject,
} from '../types.ts';
import { translate } from './errors.ts';
import { presignDownload, presignUpload } from './sign.ts';

/** Objects of one bucket. Made by `openS3Store`. */
export class S3Store implements ObjectStore {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #links: Links;
  readonly #directDownloads: boolean;

  constructor(client: S3Client, bucket: string, links: Links, directDownloads: boolean) {
    this.#client = client;
    this.#bucket = bucket;
    this.#links = links;
    this.#directDownloads = directDownloads;
  }

  async put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
    const target = { ...this.#object(key), ContentType: contentTypeOf(key) };
    if (body instanceof Uint8Array) {
      if (body.length > maxBytes) throw tooLarge(key, maxBytes);
      await this.#ask(key, () => this.#client.send(new PutObjectCommand({ ...target, Body: body })));
      return body.length;
    }
    const limited = new LimitedBody(body, key, maxBytes);
    try {
      // Parts are sent as they come; S3 shows the object when the last one is there, and drops them if one fails.
      const params = { ...target, Body: Readable.from(limited.chunks, { objectMode: false }) };
      await new Upload({ client: this.#client, params, queueSize: 1 }).done();
    } catch (cause) {
      throw limited.sourceError ?? translate(cause, this.#bucket, key);
    }
    return limited.length;
  }

  async get(key: string): Promise<StoredObject> {
    const target = this.#object(key);
    const answer = await this.#ask(key, () => this.#client.send(new GetObjectCommand(target)));
    const body = readable(answer.Body as Readable, async (cause) => translate(cause, this.#bucket, key));
    return { info: objectInfo(key, answer.ContentLength, answer.LastModified), body };
  }

  async getBytes(key: string, maxBytes: number): Promise<Uint8Array> {
    const { info, body } = await this.get(key);
    if (info.sizeBytes <= maxBytes) return collect(body, info.sizeBytes);
    body.destroy();
    throw tooLarge(key, maxBytes);
  }

  async head(key: string): Promise<ObjectInfo> {
    const target = this.#object(key);
    const answer = await this.#ask(key, () => this.#client.send(new HeadObjectCommand(target)));
    return objectInfo(key, answer.ContentLength, answer.LastModified);
  }

  async delete(key: string): Promise<void> {
    const target = this.#object(key);
    await this.#ask(key, () => this.#client.send(new DeleteObjectCommand(target)));
  }

  async list(prefix: string, limit: number, cursor = ''): Promise<ObjectPage> {
    assertPrefix(prefix);
    assertPageLimit(limit);
    const page = new ListObjectsV2Command({
      Bucket: this.#bucket,
      Prefix: prefix,
      MaxKeys: limit,
      ...(cursor !== '' && { StartAfter: cursor }),
    });
    const answer = await this.#ask(prefix, () => this.#client.send(page));
    const objects = (answer.Contents ?? []).map((each) => objectInfo(each.Key ?? '', each.Size, each.LastModified));
    const last = objects.at(-1);
    return answer.IsTruncated && last ? { objects, cursor: last.key } : { objects };
  }

  async copy(from: string, to: string): Promise<void> {
    assertKey(from);
    const command = new CopyObjectCommand({
      ...this.#object(to),
      CopySource: `${this.#bucket}/${from}`,
      // The type belongs to the new key; left alone, S3 would keep that of the old one.
      MetadataDirective: 'REPLACE',
      ContentType: contentTypeOf(to),
    });
    await this.#ask(from, () => this.#client.send(command));
  }

  async signUpload(key: string, sizeBytes: number, expiresInSeconds: number): Promise<SignedUpload> {
    assertKey(key);
    assertSize(sizeBytes);
    assertExpiry(expiresInSeconds);
    return this.#ask(key, () => presignUpload(this.#client, this.#bucket, key, sizeBytes, expiresInSeconds));
  }

  async signDownload(key: string, options: DownloadOptions): Promise<SignedDownload> {
    if (!this.#directDownloads) return this.#links.download(key, options);
    assertKey(key);
    assertExpiry(options.expiresInSeconds);
    return this.#ask(key, () => presignDownload(this.#client, this.#bucket, key, options));
  }

  #object(key: string): { Bucket: string; Key: string } {
    assertKey(key);
    return { Bucket: this.#bucket, Key: key };
  }

  async #ask<T>(key: string, send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (cause) {
      throw translate(cause, this.#bucket, key);
    }
  }
}

function objectInfo(key: string, sizeBytes = 0, modifiedAt = new Date(0)): ObjectInfo {
  return { key, sizeBytes, modifiedAt, contentType: contentTypeOf(key) };
}
