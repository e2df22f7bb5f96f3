import type { RunErrorCode } from '@facet/contracts';
import { DatabaseError } from '@facet/db';
import { StorageError } from '@facet/storage';
import { EngineError } from '../../engine/engine.ts';
import { UnusableInput } from './unusable-input.ts';

/** Codes of the engine's errors that are about what was asked for: trying again changes nothing. */
const INVALID_INPUT: Readonly<Record<string, readonly string[] | 'all'>> = {
  InversionError: [
    'invalid-input',
    'invalid-map',
    'invalid-prompt',
    'prompt-too-long',
    'fingerprint-mismatch',
    'missing-object-word',
    'not-enough-memory',
    'diverged',
  ],
  SamplingError: ['bad-size', 'bad-option', 'bad-plan'],
  TokenizerError: 'all',
  SchedulerError: 'all',
  ImageError: 'all',
};

export interface Failure {
  readonly code: RunErrorCode;
  /** Whether the same may succeed later. */
  readonly retryable: boolean;
}

/** Sorts an error of an activity into what people and programs are told. */
export function classify(error: unknown): Failure {
  if (error instanceof UnusableInput) return { code: error.code, retryable: false };
  if (error instanceof EngineError) {
    const codes = INVALID_INPUT[error.origin];
    const isInput = codes === 'all' || (error.code !== undefined && codes?.includes(error.code) === true);
    if (isInput) return { code: 'invalid-input', retryable: false };
    const isDisk = error.code === 'disk-full' || error.code === 'io';
    return { code: isDisk ? 'infrastructure' : 'internal', retryable: true };
  }
  if (error instanceof StorageError) return { code: 'infrastructure', retryable: true };
  // What the database library refuses by name is a defect of ours; everything else there is the server or the way to it.
  if (error instanceof DatabaseError)
    return { code: error.code === 'unreachable' ? 'infrastructure' : 'internal', retryable: true };
  return { code: isConnection(error) ? 'infrastructure' : 'internal', retryable: true };
}

/** Errors of sockets, and PostgreSQL's classes 08, 53, 57 and 58: connection, resources, operator, system. */
function isConnection(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const { code } = at as NodeJS.ErrnoException;
    if (code !== undefined && /^(E[A-Z]+|08|53|57|58)/.test(code)) return true;
    if (at.message.startsWith('Connection terminated') || at.message.startsWith('timeout exceeded')) return true;
  }
  return false;
}
