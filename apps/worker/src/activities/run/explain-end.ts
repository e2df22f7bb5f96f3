import type { RunErrorCode } from '@facet/contracts';

/** Why a workflow ends early. */
export type EndReason = 'cancelled' | RunErrorCode;

const MESSAGES: Readonly<Record<RunErrorCode, string>> = {
  'invalid-input': 'What was asked for cannot be done.',
  'model-unavailable': 'No worker offers the model that this run needs.',
  'token-unavailable': 'A token is not available any more.',
  infrastructure: 'Storage, the database or a worker failed for longer than it was tried again. Resume the run later.',
  internal: 'Something of ours broke. Resume the run, and tell us if it breaks again.',
};

/** Code and message of a run that ends without its result, for the people who asked for it. */
export function explainEnd(reason: EndReason | undefined): [code: RunErrorCode, message: string] {
  const code = reason === undefined || reason === 'cancelled' ? 'internal' : reason;
  return [code, MESSAGES[code]];
}
