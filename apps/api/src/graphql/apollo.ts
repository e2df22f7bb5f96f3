import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Metrics } from '../metrics.ts';
import type { Context } from './context.ts';
import { compiling } from './executor.ts';
import { formatError } from './format-error.ts';
import { guard } from './guard.ts';
import { refusal } from './refusal.ts';
import { noteErrors, noteOperation } from '../telemetry/operation-span.ts';
import { LIMITS } from './document-limits.ts';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  /** Whether messages may name what is in the schema to whoever asks. */
  readonly isOpen: boolean;
  readonly log: Logger;
  readonly metrics: Metrics;
}

/** The GraphQL server over HTTP. Batches are refused, and so are requests that a foreign page could send (CSRF). */
export const createApollo = ({ schema, isOpen, log, metrics }: ApolloOptions): ApolloServer<Context> =>
  new ApolloServer<Context>({
    gateway: compiling(schema),
    // Who may introspect hangs on who asks: see `guard`.
    introspection: true,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: LIMITS.tokens },
    // It would look at every field of every answer for a directive that this schema does not have.
    plugins: [guarding(schema, metrics), ApolloServerPluginCacheControlDisabled()],
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: !isOpen,
    formatError: (formatted, error) => formatError(log, formatted, error),
  });

const unresolved = (name: string | undefined): string =>
  name
    ? `The document has no operation ${JSON.stringify(name)}. Give the name of one that it has.`
    : 'The document has several operations. Say by operationName which one.';

function guarding(schema: GraphQLSchema, metrics: Metrics): ApolloServerPlugin<Context> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ document, operation, request, contextValue }) {
          if (!operation) throw refusal('OPERATION_RESOLUTION_FAILURE', unresolved(request.operationName));
          noteOperation(operation);
          if (operation.operation === 'subscription')
            throw refusal(
              'BAD_REQUEST',
              'Subscriptions go over a WebSocket at this address, by the protocol graphql-transport-ws.',
            );
          const { cost } = await guard(schema, document, operation, request.variables ?? {}, contextValue);
          metrics.operationCost.observe(cost);
        },
        async willSendResponse({ response, contextValue, operation, errors }) {
          noteErrors(errors?.map(({ extensions }) => extensions['code'] ?? 'INTERNAL_SERVER_ERROR') ?? []);
          metrics.operations.inc({ kind: operation?.operation ?? 'none', outcome: errors ? 'error' : 'ok' });
          if (contextValue.cost && response.body.kind === 'single')
            response.body.singleResult.extensions = {
              ...response.body.singleResult.extensions,
              cost: contextValue.cost,
            };
        },
      };
    },
  };
}
