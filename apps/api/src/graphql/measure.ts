import {
  getArgumentValues,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  isUnionType,
  Kind,
  getNullableType,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS, tooMuch } from './document-limits.ts';

export interface Measure {
  readonly cost: number;
  readonly depth: number;
}

/** Rows that a field brings, from its coerced arguments; set as `extensions.rows` of connections and lists. */
export type Rows = (args: Record<string, unknown>) => number;

const LIST_ROWS = 10;

const INTROSPECTION: Readonly<Record<string, number>> = { __schema: 500, __type: 20 };

/**
 * The most that an operation can cost, with its variables: each field that leads to objects costs 1 for each object it may be
 * asked of, so a connection multiplies what is below by its page size. Throws a GraphQLError beyond LIMITS.
 *
 * @param variables coerced, with defaults: what the resolvers will see
 */
export function measure(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Measure {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const seen = { fields: 0, aliases: 0, depth: 0 };

  function costOf(type: GraphQLCompositeType, set: SelectionSetNode, depth: number): number {
    if (depth > LIMITS.depth) throw tooMuch(`deeper than ${LIMITS.depth} levels`);
    seen.depth = Math.max(seen.depth, depth);
    let cost = 0;
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) cost += costOfField(type, selection, depth);
      else {
        count('fields', LIMITS.fields);
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (!fragment) continue;
        const on = fragment.typeCondition && schema.getType(fragment.typeCondition.name.value);
        cost += costOf(isCompositeType(on) ? on : type, fragment.selectionSet, depth);
      }
    }
    return cost;
  }

  function costOfField(parent: GraphQLCompositeType, node: FieldNode, depth: number): number {
    count('fields', LIMITS.fields);
    if (node.alias) count('aliases', LIMITS.aliases);
    // Answered from memory, and as deep as it is: the whole schema takes about a tenth of a second.
    if (node.name.value.startsWith('__')) return INTROSPECTION[node.name.value] ?? 0;
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    if (!field || !node.selectionSet) return 0;
    const type = getNamedType(field.type);
    if (!isObjectType(type) && !isInterfaceType(type) && !isUnionType(type)) return 0;
    return 1 + rowsOf(field, node) * costOf(type, node.selectionSet, depth + 1);
  }

  function rowsOf(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    const rows = field.extensions['rows'] as Rows | undefined;
    if (rows) return rows(getArgumentValues(field, node, variables));
    return isListType(getNullableType(field.type)) && !field.extensions['counted'] ? LIST_ROWS : 1;
  }

  function count(what: 'fields' | 'aliases', limit: number): void {
    seen[what] += 1;
    if (seen[what] > limit) throw tooMuch(`more than ${limit} ${what}`);
  }

  const root = schema.getRootType(operation.operation);
  return { cost: 1 + (root ? costOf(root, operation.selectionSet, 1) : 0), depth: seen.depth };
}
