import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ApiError, forClient } from '../schema/errors.ts';

const MASKED = 'Something went wrong here, and is noted. Try again, or report it with the request id.';

/** Errors of ours say what they say; whatever else a resolver throws is logged and hidden. */
export function formatError(log: Logger, formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const original = forClient(unwrapResolverError(thrown));
  if (original instanceof ApiError)
    return { ...formatted, message: original.message, extensions: { code: original.code } };
  if (formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR') return withoutTrace(formatted);
  log.error({ err: original, path: formatted.path }, 'a resolver failed');
  return { ...formatted, message: MASKED, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

function withoutTrace(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}
