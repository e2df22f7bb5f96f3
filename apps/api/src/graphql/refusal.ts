import { HeaderMap } from '@apollo/server';
import { GraphQLError, type ASTNode } from 'graphql';
import type { OperationCode } from '../errors.ts';

interface Details {
  readonly status?: number;
  readonly nodes?: readonly ASTNode[] | undefined;
  readonly retryAfterSeconds?: number;
  /** Beside the code in `extensions`. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** An operation is refused as a whole, with a status of HTTP that says so. */
export function refusal(code: OperationCode, message: string, details: Details = {}): GraphQLError {
  const { status = 400, nodes, retryAfterSeconds, more } = details;
  const headers = new HeaderMap();
  if (retryAfterSeconds !== undefined) headers.set('retry-after', String(retryAfterSeconds));
  return new GraphQLError(message, {
    ...(nodes && { nodes }),
    extensions: {
      code,
      ...more,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
      http: { status, headers },
    },
  });
}
