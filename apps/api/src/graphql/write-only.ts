import {
  isInterfaceType,
  isObjectType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { Viewer } from '../auth/viewer.ts';
import { refusal } from './refusal.ts';

/** What tells nothing but that a thing is there. */
const PLAIN = new Set(['id', '__typename']);

/**
 * Whoever may write and not read learns of things no more than their ids, also by the answers of mutations. Throws an error `FORBIDDEN`
 * for an operation that asks for more.
 */
export function refuseReading(schema: GraphQLSchema, document: DocumentNode, { permissions }: Viewer): void {
  if (permissions.has('read')) return;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name: { value: field } }) {
        const parent = types.getParentType();
        const isThing =
          (isObjectType(parent) && parent.getInterfaces().some(({ name }) => name === 'Node')) ||
          (isInterfaceType(parent) && parent.name === 'Node');
        const isFile = parent?.name === 'SignedUrl';
        if ((isThing || isFile) && !PLAIN.has(field))
          throw refusal(
            'FORBIDDEN',
            `This API key has no scope READ, so of what it writes it is told the id and not ${field}.`,
          );
      },
    }),
  );
}
