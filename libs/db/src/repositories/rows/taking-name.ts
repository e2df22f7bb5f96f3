import { postgresError } from '../../connection/postgres-error.ts';
import { DatabaseError } from '../../errors.ts';

/** Runs a write; a unique index that it breaks becomes `name-taken` with this message. */
export async function takingName<Result>(message: string, write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (isTaken(error)) throw new DatabaseError('name-taken', message, { cause: error });
    throw error;
  }
}

/** Whether a unique index refused a write. */
export const isTaken = (error: unknown): boolean => (postgresError(error) as { code?: string }).code === '23505';
