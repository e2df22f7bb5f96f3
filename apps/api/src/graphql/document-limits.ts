import {
  Kind,
  parse,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  type SelectionSetNode,
} from 'graphql';
import { refusal } from './refusal.ts';

/** Far above what a page of an application needs; each stops one way of asking for too much. */
export const LIMITS = {
  /** Bytes of a request's body. */
  bodyBytes: 200_000,
  /** Tokens of a document, where parsing stops. */
  tokens: 5_000,
  depth: 12,
  aliases: 50,
  /** Fields after fragments are spread; fragments that name each other twice double with each level. */
  fields: 1_000,
  /** Fields of one name in one place, in pairs: validation compares each with each. */
  pairs: 5_000,
  /** Fields of a mutation, which run one after the other and each do what no page of results bounds. */
  mutations: 10,
} as const;

/** What an address is charged for a document: to parse and validate one of the largest takes some hundredths of a second. */
export const pointsOf = (query: string): number => query.length / 200;

/** Throws the GraphQLError of a document that is no GraphQL, or has too many tokens. */
export function parseDocument(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (error) {
    throw refusal('GRAPHQL_PARSE_FAILED', (error as GraphQLError).message);
  }
}

export const tooMuch = (what: string): GraphQLError =>
  refusal('OPERATION_TOO_LARGE', `The operation has ${what}. Split it into several.`);

/**
 * Refuses a document that would take long to validate, before it is: rules of GraphQL compare all fields that land in one
 * place, and follow fragments as often as they are named. Throws a GraphQLError beyond LIMITS.
 */
export function refuseTooLarge({ definitions }: DocumentNode): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const seen = { fields: 0, aliases: 0, pairs: 0 };
  const reached = new Set<string>();

  function count(what: keyof typeof seen, more = 1): void {
    seen[what] += more;
    if (seen[what] > LIMITS[what]) throw tooMuch(`more than ${LIMITS[what]} ${NAMES[what]}`);
  }

  /** All that has one name in the answer, of several selections that become one. `path`: fragments on the way here. */
  function gather(set: SelectionSetNode, path: readonly string[], into: Map<string, Found[]>): void {
    for (const selection of set.selections) {
      count('fields');
      if (selection.kind === Kind.FIELD) {
        if (selection.alias) count('aliases');
        const name = (selection.alias ?? selection.name).value;
        into.set(name, [...(into.get(name) ?? []), { node: selection, path }]);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) gather(selection.selectionSet, path, into);
      else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        reached.add(name);
        // One that contains itself is validation's to refuse.
        if (fragment && !path.includes(name)) gather(fragment.selectionSet, [...path, name], into);
      }
    }
  }

  function walk(found: readonly Found[], depth: number): void {
    const groups = new Map<string, Found[]>();
    for (const { node, path } of found) if (node.selectionSet) gather(node.selectionSet, path, groups);
    if (groups.size === 0) return;
    if (depth > LIMITS.depth) throw tooMuch(`deeper than ${LIMITS.depth} levels`);
    for (const group of groups.values()) {
      count('pairs', (group.length * (group.length - 1)) / 2);
      walk(group, isIntrospection(group) ? -Infinity : depth + 1);
    }
  }

  const start = (selectionSet: SelectionSetNode, path: readonly string[]): void =>
    walk([{ node: { name: undefined, selectionSet }, path }], 1);
  for (const definition of definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION) start(definition.selectionSet, []);
  // Those that nobody uses are validated as well.
  for (const [name, { selectionSet }] of fragments) if (!reached.has(name)) start(selectionSet, [name]);
}

/** Clients send the same documents again and again; these were found within the limits. */
const fit = new Set<string>();
const REMEMBERED = { documents: 1_000, characters: 10_000 };

/** Whether the text was found within the limits, and not long ago. */
export const isKnownToFit = (query: string): boolean => fit.has(query);

/** The same for a text, which is remembered. */
export function refuseTooLargeText(query: string): void {
  refuseTooLarge(parseDocument(query));
  if (query.length > REMEMBERED.characters) return;
  if (fit.size >= REMEMBERED.documents) fit.clear();
  fit.add(query);
}

interface Found {
  readonly node: Pick<FieldNode, 'selectionSet'> & { readonly name: FieldNode['name'] | undefined };
  readonly path: readonly string[];
}

/** It is as deep as it is; a rule of GraphQL bounds it. */
const isIntrospection = ([found]: readonly Found[]): boolean => found?.node.name?.value.startsWith('__') ?? false;

const NAMES = { fields: 'fields', aliases: 'aliases', pairs: 'pairs of fields of one name' } as const;
