export { StorageError, type StorageErrorCode } from './errors.ts';
export { MAX_KEY_LENGTH, assertKey, assertPrefix, contentTypeOf } from './keys.ts';
