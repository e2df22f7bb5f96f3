import { defaultFieldResolver, getNullableType, isListType, isObjectType, type GraphQLSchema } from 'graphql';
import { LIST_ROWS, type CostOfField } from '../graphql/measure.ts';

/**
 * Cuts every list of a schema at what its field says that it has at most, and so at what was paid for. Those of connections
 * are as long as the page that was asked for, and those that a field above has counted as long as that allows.
 */
export function cutLists(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { rows, counted, atMost = LIST_ROWS } = field.extensions as CostOfField;
      if (!isListType(getNullableType(field.type)) || rows || counted) continue;
      const resolve = field.resolve ?? defaultFieldResolver;
      const cut = (list: unknown): unknown =>
        Array.isArray(list) && list.length > atMost ? list.slice(0, atMost) : list;
      field.resolve = (...args) => {
        const list: unknown = resolve(...args);
        return list instanceof Promise ? list.then(cut) : cut(list);
      };
    }
  }
  return schema;
}
