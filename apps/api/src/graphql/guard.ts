import {
  getVariableValues,
  GraphQLError,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Context } from './context.ts';
import { spend } from './cost-budget.ts';
import { measure, type Measure } from './measure.ts';
import { refuseUnfit } from './unfit.ts';

/**
 * Looks at an operation before it runs, over HTTP and over the socket alike: limits, then cost, then the budget. Someone
 * without an identity gets no further than limits, because no field but introspection answers them.
 */
export async function guard(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  context: Context,
): Promise<Measure> {
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced.errors) {
    const [error] = coerced.errors;
    throw new GraphQLError(error!.message, {
      ...(error!.nodes && { nodes: error!.nodes }),
      extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
    });
  }
  refuseUnfit(document, coerced.coerced);
  const measured = measure(schema, document, operation, coerced.coerced);
  if (context.viewer) context.cost = await spend(context.services, context.viewer, measured.cost);
  return measured;
}
