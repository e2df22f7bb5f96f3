import { DatabaseError } from '../../errors.ts';

/** Runs a write; a unique index that it breaks becomes `name-taken` with this message. */
export async function takingName<Result>(message: string, write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (codeOf(error) === '23505') throw new DatabaseError('name-taken', message, { cause: error });
    throw error;
  }
}

/** Postgres' code of a failed query; drizzle wraps the error that has it. */
function codeOf(error: unknown): string | undefined {
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return code ?? cause?.code;
}
