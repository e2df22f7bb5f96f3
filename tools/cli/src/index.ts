export { runDemo } from './demo/run-demo.ts';
export { createReporter } from './report/create-reporter.ts';
export { runWork } from './run-work.ts';

export { connect, type Credentials, type Remote, type RemoteOptions } from './remote/client.ts';
export { RemoteError, type RemoteErrorCode } from './remote/errors.ts';
export { uploadPicture, type UploadedPicture } from './remote/upload.ts';
export { followInversion, saveInversion, startInversion } from './remote/invert.ts';
export { followComposition, saveComposition, startComposition } from './remote/compose.ts';
export { ensureLibrary, listLibraries } from './remote/libraries.ts';
export { listTokens } from './remote/tokens.ts';
