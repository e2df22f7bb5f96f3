import { ServerError } from '@apollo/client';

/** Whether the service was not reached, or what is before it answers in its place: errors of the service itself are GraphQL's. */
export const isNoAnswer = (error: unknown): boolean =>
  ServerError.is(error) ? error.statusCode >= 500 : error instanceof TypeError;
