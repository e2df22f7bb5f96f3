import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '../graphql/schema.ts';

export type TokenDetailsQueryVariables = Exact<{
  id: string;
}>;

export type TokenDetailsQuery = {
  readonly viewer: { readonly role: Types.Role | null };
  readonly token:
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | {
        readonly __typename: 'Token';
        readonly createdAt: string;
        readonly isLatest: boolean;
        readonly method: string;
        readonly steps: number;
        readonly modelName: string;
        readonly notes: string;
        readonly tags: ReadonlyArray<string>;
        readonly id: string;
        readonly name: string;
        readonly attribute: Types.TokenAttribute;
        readonly isFavorite: boolean;
        readonly initialWord: string;
        readonly objectWord: string;
        readonly version: number;
        readonly large: { readonly url: string; readonly expiresAt: string } | null;
        readonly leakReport: {
          readonly sentence: string;
          readonly pictures: number;
          readonly transfer: number | null;
          readonly excessLeakage: number | null;
          readonly carries: ReadonlyArray<Types.Attribute>;
          readonly rates: ReadonlyArray<{
            readonly token: Types.Attribute;
            readonly factor: Types.Attribute;
            readonly rate: number;
            readonly base: number | null;
          }>;
        } | null;
        readonly inversion: {
          readonly id: string;
          readonly name: string;
          readonly image: {
            readonly id: string;
            readonly name: string;
            readonly width: number | null;
            readonly height: number | null;
            readonly large: { readonly url: string; readonly expiresAt: string } | null;
            readonly picture: { readonly url: string; readonly expiresAt: string } | null;
          } | null;
        } | null;
        readonly palette: ReadonlyArray<{ readonly name: string; readonly hex: string | null; readonly share: number }>;
        readonly picture: { readonly url: string; readonly expiresAt: string } | null;
        readonly library: { readonly id: string; readonly name: string; readonly isGranted: boolean };
      };
};

export type SetFavoriteMutationVariables = Exact<{
  tokenId: string;
  isFavorite: boolean;
}>;

export type SetFavoriteMutation = {
  readonly setFavoriteToken:
    | { readonly __typename: 'ForbiddenError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'InvalidInputError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'NotFoundError'; readonly code: string; readonly message: string }
    | { readonly __typename: 'Token'; readonly id: string; readonly isFavorite: boolean };
};

export type LeakTableQueryVariables = Exact<{
  inversionId: string;
}>;

export type LeakTableQuery = {
  readonly tokens: {
    readonly edges: ReadonlyArray<{
      readonly node: {
        readonly id: string;
        readonly attribute: Types.TokenAttribute;
        readonly leakReport: {
          readonly sentence: string;
          readonly pictures: number;
          readonly rates: ReadonlyArray<{
            readonly token: Types.Attribute;
            readonly factor: Types.Attribute;
            readonly rate: number;
            readonly base: number | null;
          }>;
        } | null;
      };
    }>;
  };
};

export const TokenDetailsDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'TokenDetails' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'viewer' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [{ kind: 'Field', name: { kind: 'Name', value: 'role' }, arguments: [], directives: [] }],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'token' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'id' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'id' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Token' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'FragmentSpread', name: { kind: 'Name', value: 'TokenCard' }, directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'createdAt' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'isLatest' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'method' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'steps' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'modelName' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'notes' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'tags' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        alias: { kind: 'Name', value: 'large' },
                        name: { kind: 'Name', value: 'picture' },
                        arguments: [
                          {
                            kind: 'Argument',
                            name: { kind: 'Name', value: 'size' },
                            value: { kind: 'EnumValue', value: 'MEDIUM' },
                          },
                        ],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'expiresAt' },
                              arguments: [],
                              directives: [],
                            },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'leakReport' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'sentence' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'pictures' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'rates' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'token' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'factor' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'rate' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'base' },
                                    arguments: [],
                                    directives: [],
                                  },
                                ],
                              },
                            },
                          ],
                        },
                      },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'inversion' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                            { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'image' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'name' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    alias: { kind: 'Name', value: 'large' },
                                    name: { kind: 'Name', value: 'picture' },
                                    arguments: [
                                      {
                                        kind: 'Argument',
                                        name: { kind: 'Name', value: 'size' },
                                        value: { kind: 'EnumValue', value: 'MEDIUM' },
                                      },
                                    ],
                                    directives: [],
                                    selectionSet: {
                                      kind: 'SelectionSet',
                                      selections: [
                                        {
                                          kind: 'Field',
                                          name: { kind: 'Name', value: 'url' },
                                          arguments: [],
                                          directives: [],
                                        },
                                        {
                                          kind: 'Field',
                                          name: { kind: 'Name', value: 'expiresAt' },
                                          arguments: [],
                                          directives: [],
                                        },
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
    {
      kind: 'FragmentDefinition',
      name: { kind: 'Name', value: 'TokenCard' },
      typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Token' } },
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'attribute' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'isFavorite' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'initialWord' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'objectWord' }, arguments: [], directives: [] },
          { kind: 'Field', name: { kind: 'Name', value: 'version' }, arguments: [], directives: [] },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'palette' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'hex' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'share' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'picture' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'expiresAt' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'leakReport' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'transfer' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'excessLeakage' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'carries' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'library' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'name' }, arguments: [], directives: [] },
                { kind: 'Field', name: { kind: 'Name', value: 'isGranted' }, arguments: [], directives: [] },
              ],
            },
          },
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'inversion' },
            arguments: [],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'image' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'width' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'height' }, arguments: [], directives: [] },
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'picture' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'url' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'expiresAt' },
                              arguments: [],
                              directives: [],
                            },
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
      },
    },
  ],
} as unknown as TypedDocumentNode<TokenDetailsQuery, TokenDetailsQueryVariables>;

export const SetFavoriteDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'mutation',
      name: { kind: 'Name', value: 'SetFavorite' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'tokenId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'isFavorite' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'Boolean' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'setFavoriteToken' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'tokenId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'tokenId' } },
              },
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'isFavorite' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'isFavorite' } },
              },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                { kind: 'Field', name: { kind: 'Name', value: '__typename' }, arguments: [], directives: [] },
                {
                  kind: 'InlineFragment',
                  typeCondition: { kind: 'NamedType', name: { kind: 'Name', value: 'Token' } },
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                      { kind: 'Field', name: { kind: 'Name', value: 'isFavorite' }, arguments: [], directives: [] },
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
} as unknown as TypedDocumentNode<SetFavoriteMutation, SetFavoriteMutationVariables>;

export const LeakTableDocument = {
  kind: 'Document',
  definitions: [
    {
      kind: 'OperationDefinition',
      operation: 'query',
      name: { kind: 'Name', value: 'LeakTable' },
      variableDefinitions: [
        {
          kind: 'VariableDefinition',
          variable: { kind: 'Variable', name: { kind: 'Name', value: 'inversionId' } },
          type: { kind: 'NonNullType', type: { kind: 'NamedType', name: { kind: 'Name', value: 'ID' } } },
          directives: [],
        },
      ],
      directives: [],
      selectionSet: {
        kind: 'SelectionSet',
        selections: [
          {
            kind: 'Field',
            name: { kind: 'Name', value: 'tokens' },
            arguments: [
              {
                kind: 'Argument',
                name: { kind: 'Name', value: 'inversionId' },
                value: { kind: 'Variable', name: { kind: 'Name', value: 'inversionId' } },
              },
              { kind: 'Argument', name: { kind: 'Name', value: 'first' }, value: { kind: 'IntValue', value: '20' } },
            ],
            directives: [],
            selectionSet: {
              kind: 'SelectionSet',
              selections: [
                {
                  kind: 'Field',
                  name: { kind: 'Name', value: 'edges' },
                  arguments: [],
                  directives: [],
                  selectionSet: {
                    kind: 'SelectionSet',
                    selections: [
                      {
                        kind: 'Field',
                        name: { kind: 'Name', value: 'node' },
                        arguments: [],
                        directives: [],
                        selectionSet: {
                          kind: 'SelectionSet',
                          selections: [
                            { kind: 'Field', name: { kind: 'Name', value: 'id' }, arguments: [], directives: [] },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'attribute' },
                              arguments: [],
                              directives: [],
                            },
                            {
                              kind: 'Field',
                              name: { kind: 'Name', value: 'leakReport' },
                              arguments: [],
                              directives: [],
                              selectionSet: {
                                kind: 'SelectionSet',
                                selections: [
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'sentence' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'pictures' },
                                    arguments: [],
                                    directives: [],
                                  },
                                  {
                                    kind: 'Field',
                                    name: { kind: 'Name', value: 'rates' },
                                    arguments: [],
                                    directives: [],
                                    selectionSet: {
                                      kind: 'SelectionSet',
                                      selections: [
                                        {
                                          kind: 'Field',
                                          name: { kind: 'Name', value: 'token' },
                                          arguments: [],
                                          directives: [],
                                        },
                                        {
                                          kind: 'Field',
                                          name: { kind: 'Name', value: 'factor' },
                                          arguments: [],
                                          directives: [],
                                        },
                                        {
                                          kind: 'Field',
                                          name: { kind: 'Name', value: 'rate' },
                                          arguments: [],
                                          directives: [],
                                        },
                                        {
                                          kind: 'Field',
                                          name: { kind: 'Name', value: 'base' },
                                          arguments: [],
                                          directives: [],
                                        },
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
                  },
                },
              ],
            },
          },
        ],
      },
    },
  ],
} as unknown as TypedDocumentNode<LeakTableQuery, LeakTableQueryVariables>;
