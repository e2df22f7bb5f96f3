import {
  getNamedType,
  getNullableType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputType,
} from 'graphql';
import { schema } from '../src/schema/index.ts';

type Operation = 'query' | 'mutation' | 'subscription';
export type Input = GraphQLArgument | GraphQLInputField;
type Field = GraphQLField<unknown, unknown>;

/** Somewhere in the schema that an id is given: an argument, or a field of an input object in one. */
export interface Place {
  readonly field: Field;
  readonly operation: Operation;
  readonly path: readonly Input[];
  /** Of what; `any` for `node` and `nodes`. */
  readonly kind: string;
}

const ROOTS = {
  query: schema.getQueryType()!,
  mutation: schema.getMutationType()!,
  subscription: schema.getSubscriptionType()!,
} as const;

export const fieldsOf = (operation: Operation): Field[] => Object.values(ROOTS[operation].getFields());

const isId = ({ type }: Input): boolean => getNamedType(type).name === 'ID';

function kindOf({ name, extensions }: Input): string {
  const kind = extensions['kind'];
  if (typeof kind !== 'string') throw new Error(`${name} takes an id and does not say of what: use id(kind).`);
  return kind;
}

/** All of them. Fields below the roots take none; one that did would be found by `fieldsWithIdsElsewhere`. */
export const places = (): Place[] =>
  placesOf(isId).map((place) => Object.assign(place, { kind: kindOf(place.path.at(-1)!) }));

/** Every input of the roots that is one of these. */
export const placesOf = (isWanted: (input: Input) => boolean): Omit<Place, 'kind'>[] =>
  (['query', 'mutation', 'subscription'] as const).flatMap((operation) =>
    fieldsOf(operation).flatMap((field) =>
      field.args.flatMap((argument) => [...pathsOf(argument, isWanted)].map((path) => ({ field, operation, path }))),
    ),
  );

function* pathsOf(input: Input, isWanted: (input: Input) => boolean): Generator<readonly Input[]> {
  if (isWanted(input)) yield [input];
  const type = getNamedType(input.type);
  if (!isInputObjectType(type)) return;
  for (const inner of Object.values(type.getFields()))
    for (const path of pathsOf(inner, isWanted)) yield [input, ...path];
}

/** `Type.field(argument)` of every argument with an id that is not of a root field, and so not a place. */
export const fieldsWithIdsElsewhere = (): string[] =>
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type))
    .filter((type) => !Object.values<unknown>(ROOTS).includes(type))
    .flatMap((type) =>
      Object.values(type.getFields()).flatMap((field) =>
        field.args
          .filter((argument) => [...pathsOf(argument, isId)].length > 0)
          .map(({ name }) => `${type.name}.${field.name}(${name})`),
      ),
    );

export const nameOf = ({ field, path }: Omit<Place, 'kind'>): string =>
  `${field.name}(${path.map(({ name }) => name).join('.')})`;

/** Values of arguments that are no ids, by name; others get one by their type. */
export const SAMPLES: Record<string, unknown> = {
  name: 'sample',
  prompt: 'a cat',
  objectWord: 'cat',
  word: 'cat',
  format: 'NATIVE',
  content: '{}',
  slug: 'a-sample',
  email: 'sample@example.org',
  recipe: JSON.stringify({
    format: 'facet-recipe',
    formatVersion: 1,
    fingerprint: 'ab'.repeat(32),
    modelName: 'demo',
    prompt: 'a {color} cat',
    negativePrompt: '',
    tokens: {},
    words: { color: 'red' },
    seeds: [1],
    index: 0,
    steps: 5,
    guidance: 7,
    scheduler: 'dpm-solver++',
    width: 64,
    height: 64,
  }),
  password: 'a long password',
};

/** Optional arguments of which one is needed. */
const NEEDED = new Set(['organizationSlug', 'prompt', 'objectWord', 'word', 'recipe']);
/** Arguments in whose place another one stands. */
const INSTEAD: Readonly<Record<string, string>> = { recipe: 'imageId', prompt: 'slots' };
/** What always has tokens, which the prompt would have to name. */
const HAVE_TOKENS = new Set(['composeGrid', 'recompose', 'composeFromRecipe']);

export interface Ask {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/**
 * The field as somebody asks for it who has these ids, by kind; `given` stands at its place, and what is optional is left out.
 */
export function askFor(
  operation: Operation,
  field: Field,
  ids: Readonly<Record<string, string>>,
  given?: { readonly path: readonly Input[]; readonly value: unknown },
): Ask {
  const valueOf = (input: Input, path: readonly Input[]): unknown => {
    const type = getNullableType(input.type);
    const one = oneOf(input, getNamedType(input.type), path);
    return isListType(type) ? [one] : one;
  };
  const oneOf = (input: Input, type: GraphQLInputType, path: readonly Input[]): unknown => {
    if (path.length === 1 && input === path[0]) return given!.value;
    if (isInputObjectType(type))
      return Object.fromEntries(
        Object.values(type.getFields())
          .filter((inner) => isNonNullType(inner.type) || inner === path[1])
          .map((inner) => [inner.name, valueOf(inner, inner === path[1] ? path.slice(1) : [])]),
      );
    if (type === getNamedType(input.type) && isId(input)) return ids[kindOf(input)];
    if (SAMPLES[input.name] !== undefined) return SAMPLES[input.name];
    if (isEnumType(type)) return type.getValues()[0]!.name;
    const samples: Record<string, unknown> = { String: 'sample', Int: 1, Float: 1, Seed: 1, Boolean: true };
    return samples[String(type)];
  };
  const used = field.args.filter(
    (argument) =>
      isNonNullType(argument.type) ||
      argument === given?.path[0] ||
      (NEEDED.has(argument.name) &&
        !(argument.name === 'prompt' && HAVE_TOKENS.has(field.name)) &&
        (given === undefined || given.path[0]?.name !== INSTEAD[argument.name])),
  );
  const variables = Object.fromEntries(
    used.map((argument) => [argument.name, valueOf(argument, argument === given?.path[0] ? given.path : [])]),
  );
  const declared = used.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  const call = used.length > 0 ? `${field.name}(${passed})` : field.name;
  return { query: `${operation}${declared && ` (${declared})`} { ${call} ${selectionOf(field)} }`, variables };
}

function selectionOf(field: Field): string {
  const type = getNamedType(field.type);
  if (isUnionType(type)) {
    const isBatch = type.getTypes().some(({ name }) => name === 'TokenBatch');
    return `{ __typename ${isBatch ? '... on TokenBatch { items { error { code } } } ' : ''}... on Error { code message } }`;
  }
  if (isObjectType(type) && type.getFields()['edges']) return '{ totalCount edges { cursor } }';
  return isEnumType(type) || 'serialize' in type ? '' : '{ __typename }';
}
