import type { RunErrorCode } from '../graphql/schema.ts';
import { texts } from '../texts/texts.ts';

/** Why something has failed, and what to do about it: a run, where nothing else is said. */
export const whyFailed = (
  error: { readonly code: RunErrorCode | null; readonly message: string } | null,
  remedies: Readonly<Record<RunErrorCode, string>> = texts.runRemedies,
): string | undefined =>
  error?.message && [error.message, error.code && remedies[error.code]].filter(Boolean).join(' ');
