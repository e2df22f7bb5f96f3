export type { CommandContext } from './context.ts';
export { explain } from './explain.ts';
export { createReporter, hasWatcher } from './report/create-reporter.ts';
export type { Reporter, Result } from './report/reporter.ts';

export { demoSheet } from './demo/demo-sheet.ts';
export { firstPair } from './demo/references.ts';
export { swapsOf, type DemoReference, type DrawnSwap, type Swap } from './demo/swaps.ts';
export { successRates, verdictTable } from './demo/verdicts.ts';

export { connect, type Credentials, type Remote, type RemoteOptions } from './remote/client.ts';
export { accepted, RemoteError, type RemoteErrorCode } from './remote/errors.ts';
export { uploadPicture, type UploadedPicture } from './remote/upload.ts';
export { followInversion, resumeInversion, saveInversion, startInversion } from './remote/invert.ts';
export { followComposition, saveComposition, startComposition } from './remote/compose.ts';
export { download } from './remote/download.ts';
export type { RunState } from './remote/follow.ts';
export { ensureLibrary, listLibraries } from './remote/libraries.ts';
export { listTokens } from './remote/tokens.ts';
export {
  CompositionOutputsDocument,
  CompositionProgressDocument,
  CreateApiKeyDocument,
  CreateOrganizationDocument,
  InversionProgressDocument,
  ModelsDocument,
  ViewerDocument,
} from './remote/operations.ts';
