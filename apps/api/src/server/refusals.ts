import type { FastifyInstance } from 'fastify';

/** Requests that are refused before GraphQL sees them get GraphQL's form of an error, and never a stack. */
export function addRefusals(app: FastifyInstance): void {
  app.setErrorHandler<Error & { statusCode?: number; code?: string }>(async (error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'a request failed');
    const message = status >= 500 ? 'Something went wrong here, and is noted. Try again.' : error.message;
    const code = status >= 500 ? 'INTERNAL_SERVER_ERROR' : 'BAD_REQUEST';
    return reply.code(status).send({ errors: [{ message, extensions: { code } }] });
  });
}
