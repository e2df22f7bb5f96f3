import { constants } from 'node:fs';
import { copyFile, open, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LimitedBody, collect, once, readable, tooLarge } from '../bytes.ts';
import { assertKey, assertPrefix, contentTypeOf } from '../keys.ts';
import type { Links } from '../links/links.ts';
import { assertPageLimit } from '../ranges.ts';
import type {
  DownloadOptions,
  ObjectInfo,
  ObjectPage,
  ObjectStore,
  SignedDownload,
  SignedUpload,
  StoredObject,
} from '../types.ts';
import { assertMounted, translate, unavailable } from './errors.ts';
import { keysAfter } from './walk.ts';
import { writeWhole } from './write.ts';

/** An object is a plain file, its key the path below the folder. Made by `openLocalStore`. */
export class LocalStore implements ObjectStore {
  readonly #folder: string;
  readonly #links: Links;

  constructor(folder: string, links: Links) {
    this.#folder = folder;
    this.#links = links;
  }

  async put(key: string, body: Uint8Array | AsyncIterable<Uint8Array>, maxBytes: number): Promise<number> {
    const path = this.#path(key);
    const limited = new LimitedBody(body instanceof Uint8Array ? once(body) : body, key, maxBytes);
    try {
      await writeWhole(this.#folder, path, (partial) =>
        writeFile(partial, limited.chunks, { flag: 'wx', mode: 0o600 }),
      );
    } catch (cause) {
      throw limited.sourceError ?? unavailable(cause, this.#folder);
    }
    return limited.length;
  }

  async get(key: string): Promise<StoredObject> {
    const path = this.#path(key);
    try {
      // The open file stays the same object while another one takes its name.
      const handle = await open(path);
      const { size, mtime } = await handle.stat();
      const body = readable(handle.createReadStream(), (cause) => translate(cause, this.#folder, key));
      return { info: objectInfo(key, size, mtime), body };
    } catch (cause) {
      throw await translate(cause, this.#folder, key);
    }
  }

  async getBytes(key: string, maxBytes: number): Promise<Uint8Array> {
    const { info, body } = await this.get(key);
    if (info.sizeBytes <= maxBytes) return collect(body, info.sizeBytes);
    body.destroy();
    throw tooLarge(key, maxBytes);
  }

  async head(key: string): Promise<ObjectInfo> {
    const path = this.#path(key);
    try {
      const { size, mtime } = await stat(path);
      return objectInfo(key, size, mtime);
    } catch (cause) {
      throw await translate(cause, this.#folder, key);
    }
  }

  async delete(key: string): Promise<void> {
    const path = this.#path(key);
    try {
      await unlink(path);
    } catch (cause) {
      const error = await translate(cause, this.#folder, key);
      if (error.code !== 'not-found') throw error;
    }
  }

  async list(prefix: string, limit: number, cursor = ''): Promise<ObjectPage> {
    assertPrefix(prefix);
    assertPageLimit(limit);
    await assertMounted(this.#folder);
    const objects: ObjectInfo[] = [];
    try {
      for await (const key of keysAfter(this.#folder, prefix, cursor)) {
        if (objects.length === limit) return { objects, cursor: objects.at(-1)!.key };
        // What was deleted since the folder was read is left out.
        const file = await stat(this.#path(key)).catch(() => undefined);
        if (file) objects.push(objectInfo(key, file.size, file.mtime));
      }
    } catch (cause) {
      throw unavailable(cause, this.#folder);
    }
    return { objects };
  }

  async copy(from: string, to: string): Promise<void> {
    const source = this.#path(from);
    try {
      // On file systems that can, the copy shares the blocks of the original.
      await writeWhole(this.#folder, this.#path(to), (partial) =>
        copyFile(source, partial, constants.COPYFILE_FICLONE),
      );
    } catch (cause) {
      throw await translate(cause, this.#folder, from);
    }
  }

  async signUpload(key: string, sizeBytes: number, expiresInSeconds: number): Promise<SignedUpload> {
    return this.#links.upload(key, sizeBytes, expiresInSeconds);
  }

  async signDownload(key: string, options: DownloadOptions): Promise<SignedDownload> {
    return this.#links.download(key, options);
  }

  #path(key: string): string {
    assertKey(key);
    return join(this.#folder, key);
  }
}

function objectInfo(key: string, sizeBytes: number, modifiedAt: Date): ObjectInfo {
  return { key, sizeBytes, modifiedAt, contentType: contentTypeOf(key) };
}
