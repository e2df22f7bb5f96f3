import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type DeleteAccountMutationVariables = Exact<{
  password: string;
  organizations?: ReadonlyArray<Types.OrganizationEndingInput> | Types.OrganizationEndingInput | null | undefined;
}>;

export type DeleteAccountMutation = {
  readonly deleteAccount:
    | { readonly __typename: 'Deleted' }
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'OwnerNeededError';
        readonly code: string;
        readonly message: string;
        readonly organizations: ReadonlyArray<{ readonly id: string; readonly name: string; readonly members: number }>;
      }
    | { readonly __typename: 'QuotaExceededError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'WrongStateError'; readonly code: string; readonly message: string };
};

export const DeleteAccountDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'DeleteAccount' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'password' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'String' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'organizations' } },
          type: {
            kind: 'ListType',
            type: {
              kind: 'NonNullType',
              type: { kind: 'NamedType', name: { kind: 'Name', value: 'OrganizationEndingInput' } },
            },
          },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'deleteAccount' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'password' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'password' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'organizations' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'organizations' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'OwnerNeededError' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'organizations' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'members' }, arguments: [], directives: [] },
                          ],
                        },
                      },
                    ],
                  },
                },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Error' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'code' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'message' }, arguments: [], directives: [] },
                    ],
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<DeleteAccountMutation, DeleteAccountMutationVariables>;
