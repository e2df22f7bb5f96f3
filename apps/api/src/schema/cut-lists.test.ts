import {
  getNullableType,
  graphql,
  GraphQLList,
  GraphQLInt,
  GraphQLObjectType,
  GraphQLSchema,
  isListType,
  isObjectType,
} from 'graphql';
import { expect, test } from 'vitest';
import { LIST_ROWS, type CostOfField } from '../graphql/measure.ts';
import { cutLists } from './cut-lists.ts';
import { schema } from './index.ts';

const isCounted = ({ rows, counted }: CostOfField): boolean => rows !== undefined || counted === true;

const lists = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) =>
    Object.values((type as GraphQLObjectType).getFields())
      .filter((field) => isListType(getNullableType(field.type)))
      .map((field) => [`${type.name}.${field.name}`, field] as const),
  );

/** More than any list of the schema may have. */
const MANY = 5_000;

test.each(lists.filter(([, { extensions }]) => !isCounted(extensions)))(
  '%s is cut at what it costs',
  async (_name, field) => {
    const { atMost = LIST_ROWS } = field.extensions as CostOfField;
    expect(atMost).toBeLessThanOrEqual(200);
    const type = new GraphQLObjectType({
      name: 'Query',
      fields: {
        list: {
          type: new GraphQLList(GraphQLInt),
          extensions: field.extensions,
          resolve: async () => Array.from({ length: MANY }, (_, i) => i),
        },
      },
    });
    const { data } = await graphql({ schema: cutLists(new GraphQLSchema({ query: type })), source: '{ list }' });
    expect(data!['list']).toHaveLength(atMost);
  },
);

test('the others are as long as their arguments say, which are bounded', () => {
  const byArguments = lists.filter(([, { extensions }]) => (extensions as CostOfField).rows !== undefined);
  expect(byArguments.map(([name]) => name).sort()).toEqual(['Query.nodes', 'Query.tokensByHash', 'Query.usage']);
});

test('what a field above has counted hangs on a page, or on a field whose arguments say how many', () => {
  const counted = lists.filter(([, { extensions }]) => (extensions as CostOfField).counted);
  const others = counted.map(([name]) => name).filter((name) => !/^\w+Connection\.edges$/.test(name));
  expect(others.sort()).toEqual(['TokenBatch.items', 'TokenExport.files']);
});
