import type { RunErrorCode } from '@facet/contracts';
import { DatabaseError } from '@facet/db';
import { StorageError } from '@facet/storage';
import { EngineError } from '../../engine/engine.ts';
import { ENGINE_CODES } from './engine-codes.ts';
import { UnusableInput } from './unusable-input.ts';

/** Tries of what may be chance, and most likely is not: a run that cannot succeed must not hold its organisation's place for long. */
const FEW = 3;

export interface Failure {
  readonly code: RunErrorCode;
  /** How often it is worth trying, the first time included: once where the same fails again, without end where it is up to others. */
  readonly tries: number;
}

const TRIES: Readonly<Record<RunErrorCode, number>> = {
  'invalid-input': 1,
  'token-unavailable': 1,
  'model-unavailable': 1,
  // Until the retries of the workflow's activities are used up, which is minutes.
  infrastructure: Infinity,
  internal: FEW,
};

/** Sorts an error of an activity into what people and programs are told. */
export function classify(error: unknown): Failure {
  const code = codeOf(error);
  return { code, tries: TRIES[code] };
}

function codeOf(error: unknown): RunErrorCode {
  if (error instanceof UnusableInput) return error.code;
  if (error instanceof EngineError) return ENGINE_CODES[error.origin]?.[error.code] ?? 'internal';
  if (error instanceof StorageError) return 'infrastructure';
  // What the database library refuses by name is a defect of ours; everything else there is the server or the way to it.
  if (error instanceof DatabaseError) return error.code === 'unreachable' ? 'infrastructure' : 'internal';
  return isConnection(error) ? 'infrastructure' : 'internal';
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
