import type { Readable } from 'node:stream';

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  /** Follows from the key; see `contentTypeOf`. */
  readonly contentType: string;
}

export interface StoredObject {
  readonly info: ObjectInfo;
  /** Fails with a `StorageError` if the storage fails on the way. Read it to its end or destroy it. */
  readonly body: Readable;
}

export interface ObjectPage {
  /** In the order of their keys (ASCII). */
  readonly objects: readonly ObjectInfo[];
  /** Give it to the next call; absent on the last page. */
  readonly cursor?: string;
}

export interface SignedUpload {
  readonly url: string;
  readonly method: 'PUT';
  /** To be sent as they are. Content-Length, which clients set themselves, has to be the signed size. */
  readonly headers: Readonly<Record<string, string>>;
  readonly expiresAt: Date;
}

export interface SignedDownload {
  readonly url: string;
  readonly expiresAt: Date;
}

export interface DownloadOptions {
  /** 1 to 604,800 (7 days, the most that S3 allows). */
  readonly expiresInSeconds: number;
  /**
   * So long the address stays the same, by the clock and not from the first time, so that a browser that asks again finds the file in
   * its cache; it then lasts longer by up to as much. Default 1: an address of its own for each second.
   */
  readonly steadySeconds?: number;
  /** What the file is called when it is saved; any text. */
  readonly fileName: string;
  /** `inline` lets a browser show a picture; everything else is saved. Default `attachment`. */
  readonly disposition?: 'inline' | 'attachment';
}

/**
 * Objects by key. The local folder and S3 keep the same promises, checked by the same tests.
 *
 * Every method throws `StorageError`: `bad-key` for a key outside of the grammar, `unavailable` (the only one to try
 * again) and `misconfigured`. Nothing is tried again in here: the callers have deadlines and this library has none.
 */
export interface ObjectStore {
  /**
   * Writes the whole object or nothing: readers see the old bytes or the new ones, also after a crash. The last of
   * several writers wins. An error of the source `body` itself is passed on as it is.
   *
   * @returns how many bytes were written
   * @throws StorageError `too-large` as soon as there are more than `maxBytes`
   */
  put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<number>;

  /** @throws StorageError `not-found` */
  get(key: string): Promise<StoredObject>;

  /** @throws StorageError `not-found`; `too-large`, before anything is read, if there are more than `maxBytes` */
  getBytes(key: string, maxBytes: number): Promise<Uint8Array>;

  /** @throws StorageError `not-found` */
  head(key: string): Promise<ObjectInfo>;

  /** An object that does not exist is as good as deleted. */
  delete(key: string): Promise<void>;

  /**
   * @param prefix a folder, `a/b/`, or '' for everything
   * @param limit most objects in one page, 1 to 1000
   * @param cursor of the page before
   */
  list(prefix: string, limit: number, cursor?: string): Promise<ObjectPage>;

  /**
   * Overwrites `to`.
   * @throws StorageError `not-found`
   */
  copy(from: string, to: string): Promise<void>;

  /**
   * An address to which whoever has it may PUT exactly `sizeBytes` bytes of the key's media type, until it expires.
   * Until then it may be used again; what was put must therefore be read once, checked, and kept under another key.
   */
  signUpload(key: string, sizeBytes: number, expiresInSeconds: number): Promise<SignedUpload>;

  /** An address from which whoever has it may GET the object until it expires. Does not ask whether it exists. */
  signDownload(key: string, options: DownloadOptions): Promise<SignedDownload>;
}
