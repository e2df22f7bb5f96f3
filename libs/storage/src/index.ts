export { copyObjects, type Copied } from './copy-objects.ts';
export { openStore } from './environment.ts';
export { StorageError } from './errors.ts';
export { fileHandler } from './links/handler.ts';
export { type Links, createLinks } from './links/links.ts';
export { openLocalStore } from './local/open.ts';
export type { ObjectStore, SignedDownload, SignedUpload } from './types.ts';
