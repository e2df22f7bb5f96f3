import type { HeaderMap } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { NoAllowanceError } from '../edge/allowance.ts';
import { NoTurnError } from '../edge/turns.ts';
import type { OperationCode } from '../errors.ts';

const BUSY = 'Too much is asked for at the moment. Try again in some seconds.';
const BROKEN = 'Something went wrong here, and is noted. Try again.';

/** Requests that are refused before GraphQL sees them get GraphQL's form of an error, and never a stack. */
export function addRefusals(app: FastifyInstance): void {
  app.setErrorHandler<Error & { statusCode?: number }>(async (error, request, reply) => {
    const refused = (status: number, code: OperationCode, message: string) =>
      reply.code(status).send({ errors: [{ message, extensions: { code } }] });
    if (error instanceof NoAllowanceError || error instanceof NoTurnError) {
      void reply.header('retry-after', String(error.retryAfterSeconds));
      return error instanceof NoTurnError ? refused(503, 'BUSY', BUSY) : refused(429, 'RATE_LIMITED', error.message);
    }
    if (error instanceof GraphQLError) {
      const { http, ...extensions } = error.extensions as { readonly http: { status: number; headers: HeaderMap } };
      void reply.headers(Object.fromEntries(http.headers));
      return reply.code(http.status).send({ errors: [{ message: error.message, extensions }] });
    }
    const status = error.statusCode ?? 500;
    if (status < 500) return refused(status, 'BAD_REQUEST', error.message);
    request.log.error({ err: error }, 'a request failed');
    return refused(status, 'INTERNAL_SERVER_ERROR', BROKEN);
  });
}
