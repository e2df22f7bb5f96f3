import SchemaBuilder from '@pothos/core';
import DataloaderPlugin from '@pothos/plugin-dataloader';
import ErrorsPlugin from '@pothos/plugin-errors';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import type { Permission } from '../auth/permissions.ts';
import type { Context } from '../graphql/context.ts';
import { ForbiddenError, UnauthenticatedError } from '../errors.ts';
import { encodeId, splitId } from '../ids.ts';
import { capitalized } from './words.ts';

export interface SchemaTypes {
  Context: Context;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: { list: false; items: false };
  DefaultNodeNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    Seed: { Input: number; Output: number };
  };
  AuthScopes: {
    can: Permission;
    /** A person's session, not an API key: memberships and keys are people's to change. */
    person: boolean;
  };
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [ErrorsPlugin, ScopeAuthPlugin, RelayPlugin, DataloaderPlugin],
  defaultFieldNullability: false,
  relay: {
    encodeGlobalID: encodeId,
    decodeGlobalID: splitId,
    nodeQueryOptions: false,
    nodesQueryOptions: false,
    nodeTypeOptions: { description: 'Anything that has an id.' },
    idFieldOptions: { description: 'Global: the same for as long as the thing is there, and unlike any other.' },
    edgesFieldOptions: { nullable: { list: false, items: false } },
    nodeFieldOptions: { nullable: false },
  },
  errors: {
    directResult: true,
    defaultUnionOptions: {
      name: ({ fieldName }) => `${capitalized(fieldName)}Result`,
      description: 'What was asked for, or why it is refused.',
    },
  },
  scopeAuth: {
    authorizeOnSubscribe: true,
    authScopes: ({ viewer }) => ({
      can: (permission) => {
        if (!viewer) throw new UnauthenticatedError();
        return viewer.permissions.has(permission);
      },
      person: () => viewer?.user !== undefined,
    }),
    treatErrorsAsUnauthorized: false,
    unauthorizedError: (_parent, { viewer }, { fieldName }) =>
      new ForbiddenError(
        viewer?.user
          ? `Your role ${viewer.user.role} in this organisation does not allow ${fieldName}. Ask an owner or admin.`
          : `This API key does not allow ${fieldName}. Use one with the scope for it; members and keys are changed by people.`,
      ),
  },
});

builder.queryType({ description: 'What there is to see.', authScopes: { can: 'read' } });
builder.mutationType({ description: 'What can be done.' });
builder.subscriptionType({
  description: 'What is told when it happens, over a WebSocket.',
  authScopes: { can: 'read' },
});
