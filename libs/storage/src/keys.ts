import { StorageError } from './errors.ts';

/** Bytes, which are also characters: keys are ASCII. S3 allows 1024; the rest is room for a folder in front. */
export const MAX_KEY_LENGTH = 512;

const FOLDER = /^[a-z0-9][a-z0-9_-]{0,127}$/;
const FILE = /^[a-z0-9][a-z0-9_-]{0,127}(\.[a-z0-9]{1,16}){1,2}$/;

/**
 * Throws `bad-key` unless `key` is `folder/.../name.extension` in small ASCII letters, digits, `-` and `_`.
 *
 * The grammar is narrow so that a key means the same in every place: no `..`, no leading `/`, no byte that a URL, a
 * shell or a file system reads specially, no two keys that differ in case only. Folders have no dot and objects have
 * one, so that no object can stand where another one's folder is, which S3 would allow and a disk would not.
 */
export function assertKey(key: string): void {
  const parts = key.split('/');
  const file = parts.pop() ?? '';
  if (key.length > MAX_KEY_LENGTH || !FILE.test(file) || !parts.every((part) => FOLDER.test(part))) {
    throw new StorageError(
      'bad-key',
      `${shown(key)} is not a storage key; use folders and a file name with an extension, in a-z, 0-9, "-" and "_", ` +
        `together no longer than ${MAX_KEY_LENGTH}.`,
    );
  }
}

/** Throws `bad-key` unless `prefix` is empty or `folder/.../`: lists are taken of whole folders. */
export function assertPrefix(prefix: string): void {
  const parts = prefix.split('/');
  const isFolder = parts.pop() === '' && parts.every((part) => FOLDER.test(part));
  if (prefix.length > MAX_KEY_LENGTH || (prefix !== '' && !isFolder)) {
    throw new StorageError('bad-key', `${shown(prefix)} is not a folder of keys; write it as "folder/" or "a/b/".`);
  }
}

/** A wrong key may be anything, also very long or with control characters: messages show its beginning as JSON. */
const shown = (key: string): string => JSON.stringify(key.slice(0, 80));

const TYPES: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['json', 'application/json'],
  ['zip', 'application/zip'],
]);

/**
 * The media type of an object, from its key's extension. Nothing else decides it, neither an uploader nor a store, so
 * there is no second piece of information beside the bytes that could get lost or disagree.
 */
export function contentTypeOf(key: string): string {
  return TYPES.get(key.slice(key.lastIndexOf('.') + 1)) ?? 'application/octet-stream';
}
