export { openStore } from './environment.ts';
export { StorageError, type StorageErrorCode } from './errors.ts';
export { MAX_KEY_LENGTH, assertKey, assertPrefix, contentTypeOf } from './keys.ts';
export { type FileHandlerOptions, fileHandler } from './links/handler.ts';
export { type DownloadGrant, type Links, type UploadGrant, createLinks } from './links/links.ts';
export { openLocalStore } from './local/open.ts';
export { type S3Options, openS3Store } from './s3/open.ts';
export type {
  DownloadOptions,
  ObjectInfo,
  ObjectPage,
  ObjectStore,
  SignedDownload,
  SignedUpload,
  StoredObject,
} from './types.ts';
