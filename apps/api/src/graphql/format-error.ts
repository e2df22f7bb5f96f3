import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { ApiError, forClient, type OperationCode } from '../errors.ts';

const MASKED = 'Something went wrong here, and is noted. Try again, or report it with the request id.';

/**
 * Errors of ours say what they say, and so do those of GraphQL itself; whatever else a resolver, or the lookup of who asks,
 * has thrown is logged and hidden. For answers over HTTP and over the socket alike.
 */
export function formatError(log: Logger, formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const cause = forClient(causeOf(thrown));
  if (cause instanceof ApiError) return { ...formatted, message: cause.message, extensions: { code: cause.code } };
  if (cause instanceof GraphQLError && formatted.extensions?.['code'] !== 'INTERNAL_SERVER_ERROR')
    return withoutTrace(formatted);
  // What Apollo Server refuses itself and gives no code, such as a persisted query whose hash is another's.
  if (cause instanceof GraphQLError && statusOf(cause) < 500)
    return { ...formatted, extensions: { code: 'BAD_REQUEST' satisfies OperationCode } };
  log.error({ err: cause, path: formatted.path }, 'a resolver failed');
  return { ...formatted, message: MASKED, extensions: { code: 'INTERNAL_SERVER_ERROR' } };
}

/** GraphQL wraps what is thrown, sometimes more than once. */
const causeOf = (thrown: unknown): unknown =>
  thrown instanceof GraphQLError && thrown.originalError ? causeOf(thrown.originalError) : thrown;

const statusOf = ({ extensions }: GraphQLError): number =>
  (extensions['http'] as { readonly status?: number } | undefined)?.status ?? 500;

function withoutTrace(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const { stacktrace: _, ...extensions } = formatted.extensions ?? {};
  return { ...formatted, extensions };
}
