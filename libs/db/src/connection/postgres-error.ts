import { DrizzleQueryError } from 'drizzle-orm';

/** Drizzle's own error repeats all parameters, which may be secrets or megabytes; the error of Postgres in it is what counts. */
export const postgresError = (error: unknown): unknown =>
  error instanceof DrizzleQueryError && error.cause !== undefined ? error.cause : error;
