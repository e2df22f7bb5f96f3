import { ServerError } from '@apollo/client';

/** Whether the service was not reached, or what is before it answers in its place. */
export const isNoAnswer = (error: unknown): boolean =>
  ServerError.is(error) ? error.statusCode >= 502 : error instanceof TypeError;
