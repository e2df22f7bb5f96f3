export type { CommandContext } from './context.ts';
export { explain } from './explain.ts';
export { createReporter, hasWatcher } from './report/create-reporter.ts';
export type { Reporter, Result } from './report/reporter.ts';

export { demoSheet } from './demo/demo-sheet.ts';
export { firstPair } from './demo/references.ts';
export { DEMO_GUIDANCE, swapsOf, type DemoReference, type DrawnSwap, type Swap } from './demo/swaps.ts';
export { successRates, verdictTable } from './demo/verdicts.ts';

export { composedPictures } from './remote/compositions.ts';
export { ensureLibrary } from './remote/named.ts';
export { uploadPictureFile } from './remote/picture-file.ts';
export { openRemote, type Remote } from './remote/remote.ts';
