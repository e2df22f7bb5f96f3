import type { RunErrorCode } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';

/** Why a run has failed, and what to do about it. */
export const whyFailed = (
  error: { readonly code: RunErrorCode | null; readonly message: string } | null,
): string | undefined =>
  error?.message && [error.message, error.code && texts.runRemedies[error.code]].filter(Boolean).join(' ');
