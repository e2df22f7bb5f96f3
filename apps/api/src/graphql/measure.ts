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
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { LIMITS, tooMuch } from './document-limits.ts';

export interface Measure {
  readonly cost: number;
  readonly depth: number;
}

/** Rows that a field brings, from its coerced arguments. */
export type Rows = (args: Record<string, unknown>) => number;

/** What fields say of their cost in their `extensions`; no interface, because those have no index signature. */
export type CostOfField = {
  /** Of connections and lists. Default: `atMost`, and 1 where the field is no list. */
  readonly rows?: Rows;
  /** Entries of a list, which is cut there. Default: 100. */
  readonly atMost?: number;
  /** The entries come with the row that has the list, and cost nothing themselves. */
  readonly isEmbedded?: boolean;
  /** The entries are those that a field above has counted. */
  readonly counted?: boolean;
  /** Of mutations: what they cost beside what they answer. */
  readonly weight?: Rows;
};

export const LIST_ROWS = 100;

/** A mutation has statements of its own, and an entry in the audit log. */
const MUTATION_COST = 10;

const INTROSPECTION: Readonly<Record<string, number>> = { __schema: 500, __type: 20 };

/**
 * The most that an operation can cost, with its variables: each field that leads to objects costs 1 for each object it may be
 * asked of, and each row of a list or page 1 or what is below it. Throws a GraphQLError beyond LIMITS.
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
  const mutations = schema.getMutationType();
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
    const { rows, weight, atMost = LIST_ROWS, isEmbedded, counted } = field.extensions as CostOfField;
    const args = rows || weight ? getArgumentValues(field, node, variables) : {};
    const isList = isListType(getNullableType(field.type)) && !counted;
    const below = costOf(type, node.selectionSet, depth + 1);
    // A page is read also where only its number is asked for.
    const each = (rows || isList) && !isEmbedded ? Math.max(1, below) : below;
    const own = parent === mutations ? MUTATION_COST + (weight?.(args) ?? 0) : 1;
    // Arguments out of their bounds are refused by the field; none lowers the cost of the others.
    const times = rows ? Math.max(1, rows(args)) : isList ? atMost : 1;
    return own + times * each;
  }

  function count(what: 'fields' | 'aliases', limit: number): void {
    seen[what] += 1;
    if (seen[what] > limit) throw tooMuch(`more than ${limit} ${what}`);
  }

  const root = schema.getRootType(operation.operation);
  return { cost: 1 + (root ? costOf(root, operation.selectionSet, 1) : 0), depth: seen.depth };
}
