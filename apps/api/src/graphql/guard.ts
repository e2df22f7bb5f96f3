import {
  getVariableValues,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  validate,
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Context } from './context.ts';
import { spend } from './cost-budget.ts';
import { measure, type Measure } from './measure.ts';
import { refusal } from './refusal.ts';
import { refuseUnfit } from './unfit.ts';
import { refuseReading } from './write-only.ts';
import { spendAllowance } from './turns.ts';
import { Work } from './work.ts';
import { LIMITS, tooMuch } from './document-limits.ts';

/**
 * Looks at an operation before it runs, over HTTP and over the socket alike: limits, then cost, then the budget. Someone
 * without an identity is answered introspection and nothing else, which their address pays.
 */
export async function guard(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  context: Context,
): Promise<Measure> {
  if (!mayIntrospect(context)) refuseIntrospection(schema, document);
  const coerced = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced.errors) {
    const [error] = coerced.errors;
    throw refusal('BAD_USER_INPUT', error!.message, { nodes: error!.nodes });
  }
  refuseUnfit(document, coerced.coerced);
  if (context.viewer) refuseReading(schema, document, context.viewer);
  const measured = measure(schema, document, operation, coerced.coerced);
  if (operation.operation === OperationTypeNode.MUTATION && operation.selectionSet.selections.length > LIMITS.mutations)
    throw tooMuch(`more than ${LIMITS.mutations} mutations`);
  if (context.viewer) {
    context.cost = await spend(context.services, context.viewer, measured.cost);
    context.work = new Work(measured.cost);
  } else await spendAllowance(context, measured.cost);
  return measured;
}

const mayIntrospect = ({ services, viewer }: Context): boolean => {
  const { introspection } = services.config;
  return introspection === 'everyone' || (introspection === 'signed-in' && viewer !== undefined);
};

function refuseIntrospection(schema: GraphQLSchema, document: DocumentNode): void {
  const error = introspectionIn(schema, document);
  if (error) throw refusal('GRAPHQL_VALIDATION_FAILED', error.message, { nodes: error.nodes });
}

/** A document that is sent again is the same object, which Apollo Server keeps. */
const introspection = new WeakMap<DocumentNode, GraphQLError | null>();

function introspectionIn(schema: GraphQLSchema, document: DocumentNode): GraphQLError | null {
  const known = introspection.get(document);
  if (known !== undefined) return known;
  const [error = null] = validate(schema, document, [NoSchemaIntrospectionCustomRule]);
  introspection.set(document, error);
  return error;
}
